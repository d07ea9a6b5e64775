package relation
import ("testing";"fmt";"os";"bufio";"encoding/json";"demarche/record";"demarche/event")
func TestScan(t *testing.T){
 var evs [][]*event.Event
 cs:= [][3]string{{"/tmp/arc-usa-col-2025.jsonl","USA","COL"},{"/tmp/arc-usa-prk-2017-2018.jsonl","USA","PRK"},{"/tmp/arc-seed.jsonl","USA","COL"}}
 for _,c := range cs{
 f,_:=os.Open(c[0]); sc:=bufio.NewScanner(f); sc.Buffer(nil,1<<20)
 m:=event.NewMerger(); var recs []record.Record; last:=""
 for sc.Scan(){ var r record.Record; json.Unmarshal(sc.Bytes(),&r)
  if r.Report.ID!=last { m.Add("",recs); recs=nil; last=r.Report.ID }
  recs=append(recs,r)}
 m.Add("",recs); evs=append(evs,m.Events())}
 for _,sp:=range []float64{1.5,2,2.5,3}{ for _,sh:=range []float64{2,4,8}{ for _,ev:=range []float64{15,30,60}{ for _,k:=range []float64{0.3,1}{
  DefaultPrior.Spread=sp; DefaultPrior.Shape=sh; DefaultPrior.Event=1/ev; DefaultPrior.Strength=k
  fmt.Printf("spread %.1f shape %.0f ev %.0f k %.1f:",sp,sh,ev,k)
  for i,c:=range cs{ r:=Of(evs[i],c[1],c[2],Options{}); fmt.Print(" | "); for _,x:=range r.Turns{ d:="-";if x.Direction==DeEscalation{d="+"}; fmt.Print(x.Date[2:],d," ")}}
  fmt.Println()
 }}}}
}
