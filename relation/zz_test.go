package relation
import ("testing";"fmt";"os";"bufio";"encoding/json";"demarche/record";"demarche/event";"strings")
func TestDump(t *testing.T){
 for _,c := range [][3]string{{"/tmp/arc-usa-col-2025.jsonl","USA","COL"},{"/tmp/arc-usa-prk-2017-2018.jsonl","USA","PRK"},{"/tmp/arc-seed.jsonl","USA","COL"}}{
 f,_:=os.Open(c[0]); sc:=bufio.NewScanner(f); sc.Buffer(nil,1<<20)
 m:=event.NewMerger(); var recs []record.Record; last:=""
 for sc.Scan(){ var r record.Record; if err:=json.Unmarshal(sc.Bytes(),&r);err!=nil{t.Fatal(err)}
  if r.Report.ID!=last { m.Add("",recs); recs=nil; last=r.Report.ID }
  recs=append(recs,r)}
 m.Add("",recs)
 rel:=Of(m.Events(),c[1],c[2],Options{})
 fmt.Println(c[0])
 ms:=between(m.Events(),c[1],c[2]); var obs []Observation; var keep []moment
 for _,x:=range ms{ if x.lasting(){keep=append(keep,x);obs=append(obs,Observation{float64(x.day),clipped(x.Score),x.weight})}}
 ch:=DefaultPrior.Find(obs)
 for i,x:=range keep{ fmt.Printf("%s %-8s %-12s %5.1f w%.1f p%.2f %s\n",x.Start,x.Precision,x.Type,x.Score,x.weight,ch.At[i],strings.Join(x.Reports," ")) }
 fmt.Println(ch.Starts)
 for _,x:=range rel.Turns{fmt.Println(x.Date,x.Direction,x.Probability,x.Window,x.Before,x.After)}
 for _,x:=range rel.Phases{fmt.Println(x)}
 for _,x:=range rel.Matters{fmt.Println(x.Kind,x.By,x.To,x.State(),x.Opened(),x.What)}
 }
}
