import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import software.amazon.event.ruler.Machine;

/** Compiles one pattern a line, and says for one event a line which of them it matches, by their numbers. */
@SuppressWarnings("deprecation")
class Judge {
  public static void main(String[] arguments) throws Exception {
    List<String> patterns = Files.readAllLines(Path.of(arguments[0]));
    Machine machine = new Machine();
    for (int number = 0; number < patterns.size(); number += 1) {
      machine.addRule(String.valueOf(number), patterns.get(number));
    }
    for (String event : Files.readAllLines(Path.of(arguments[1]))) {
      System.out.println(String.join(" ", new TreeSet<>(machine.rulesForJSONEvent(event))));
    }
  }
}
