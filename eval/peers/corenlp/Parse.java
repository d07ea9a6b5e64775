import com.sun.management.OperatingSystemMXBean;
import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.parser.nndep.DependencyParser;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.trees.GrammaticalStructure;
import edu.stanford.nlp.trees.TypedDependency;
import edu.stanford.nlp.util.CoreMap;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import javax.json.Json;

/**
 * Stanford CoreNLP as a peer: see protocol.go for what is asked and answered.
 * Tokens, sentences, tags and trees, these by its fast parser, the neural
 * transition parser of Chen and Manning. The parser is called by itself: the
 * annotator depparse would work out enhanced graphs as well, which costs more
 * than the tree.
 */
public class Parse {
  static final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  static StanfordCoreNLP pipeline;
  static DependencyParser parser;

  static double cpu() {
    return system.getProcessCpuTime() / 1e9;
  }

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Properties p = new Properties();
    p.setProperty("annotators", "tokenize,pos");
    p.setProperty("ssplit.newlineIsSentenceBreak", "two");
    p.setProperty("threads", "1");
    pipeline = new StanfordCoreNLP(p);
    parser = DependencyParser.loadFromModelFile(DependencyParser.DEFAULT_MODEL);
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      try (var json = Json.createReader(new java.io.StringReader(line))) {
        texts.add(json.readObject().getString("text"));
      }
    }
    out.printf("{\"version\": \"%s\", \"unit\": \"utf16\", \"loaded\": %f}%n", args[1], cpu());

    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = in.readLine()) != null; ) {
      if (line.startsWith("pass")) {
        double before = cpu();
        long clock = System.nanoTime();
        int sentences = 0;
        for (String text : texts) {
          sentences += parse(text).size();
        }
        out.printf("{\"cpu\": %f, \"wall\": %f, \"sentences\": %d, \"memory\": %f}%n",
            cpu() - before, (System.nanoTime() - clock) / 1e9, sentences, peak());
      } else {
        try (PrintWriter w = new PrintWriter(line.substring("write ".length()), StandardCharsets.UTF_8)) {
          for (String text : texts) {
            w.println(analysis(parse(text)));
          }
        }
        out.println("{}");
      }
    }
  }

  /** A tree for each sentence of a text. */
  record Parsed(List<CoreLabel> words, GrammaticalStructure tree) {}

  static List<Parsed> parse(String text) {
    Annotation a = new Annotation(text);
    pipeline.annotate(a);
    List<Parsed> out = new ArrayList<>();
    for (CoreMap sentence : a.get(CoreAnnotations.SentencesAnnotation.class)) {
      out.add(new Parsed(sentence.get(CoreAnnotations.TokensAnnotation.class), parser.predict(sentence)));
    }
    return out;
  }

  /** The most memory that the process has had, in megabytes. */
  static double peak() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    return 0;
  }

  static String analysis(List<Parsed> doc) {
    List<Integer> start = new ArrayList<>(), end = new ArrayList<>(), head = new ArrayList<>();
    List<String> tag = new ArrayList<>(), label = new ArrayList<>();
    for (Parsed sentence : doc) {
      int first = start.size();
      List<CoreLabel> words = sentence.words();
      int[] heads = new int[words.size()];
      String[] labels = new String[words.size()];
      Arrays.fill(heads, -1);
      Arrays.fill(labels, "root");
      for (TypedDependency d : sentence.tree().typedDependencies()) {
        if (d.gov().index() > 0) {
          heads[d.dep().index() - 1] = first + d.gov().index() - 1;
          labels[d.dep().index() - 1] = d.reln().toString();
        }
      }
      for (int i = 0; i < words.size(); i++) {
        start.add(words.get(i).beginPosition());
        end.add(words.get(i).endPosition());
        tag.add('"' + words.get(i).tag().replace("\"", "\\\"") + '"');
        head.add(heads[i]);
        label.add('"' + labels[i] + '"');
      }
    }
    return "{\"start\": " + start + ", \"end\": " + end + ", \"tag\": " + tag + ", \"head\": " + head + ", \"label\": " + label + "}";
  }
}
