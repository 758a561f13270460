#!/bin/sh
# In an event pattern `$or` is one more condition beside the others. event-ruler, AWS's library behind EventBridge's
# patterns, keeps that promise for different members. Where a member stands beside `$or` and inside of it too, one of the
# two conditions replaces the other without a word, and which one is lost depends on the order in the JSON text. "Update
# calls, UpdateService only when it failed" finds RunTask as well, or, written the other way round, each UpdateService.
# Needs a JDK of 11 or newer, Maven and Maven Central.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >pom.xml <<'XML'
<project><modelVersion>4.0.0</modelVersion><groupId>probe</groupId><artifactId>probe</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>software.amazon.event.ruler</groupId><artifactId>event-ruler</artifactId><version>2.1.0</version>
  </dependency></dependencies>
</project>
XML
mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies >maven.txt 2>&1 || {
  cat maven.txt >&2
  exit 1
}
cat >Probe.java <<'JAVA'
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Ruler;

public class Probe {
  static final String[] CALLS = {
    "{\"eventName\": \"UpdateCluster\"}", "{\"eventName\": \"UpdateService\"}",
    "{\"eventName\": \"UpdateService\", \"errorCode\": \"AccessDenied\"}", "{\"eventName\": \"RunTask\"}"
  };
  static final String OR = "\"$or\": [%s, {\"errorCode\": [{\"exists\": true}]}]";

  /** One letter for each call: y where the pattern matches. Machine and Ruler have to be of one mind. */
  static String found(String label, String pattern) throws Exception {
    Machine machine = new Machine();
    machine.addRule("rule", pattern);
    StringBuilder answers = new StringBuilder();
    for (String call : CALLS) {
      boolean matched = !machine.rulesForJSONEvent(call).isEmpty();
      if (matched != Ruler.matchesRule(call, pattern)) throw new IllegalStateException("Machine and Ruler differ: " + pattern);
      answers.append(matched ? "y" : "n");
    }
    System.out.println("event-ruler 2.1.0: " + label + ": " + answers + " for " + pattern);
    return answers.toString();
  }

  public static void main(String[] none) throws Exception {
    String name = "\"eventName\": [{\"prefix\": \"Update\"}]";
    String inside = String.format(OR, "{\"eventName\": [{\"anything-but\": [\"UpdateService\"]}]}");
    String other = String.format(OR, "{\"awsRegion\": [\"eu-west-1\"]}");
    for (String call : CALLS) System.out.println("call " + call);
    String seen = String.join(" ",
        found("meant ynyn, $or last", "{" + name + ", " + inside + "}"),
        found("meant ynyn, $or first", "{" + inside + ", " + name + "}"),
        found("meant nnyn, $or last, of other members", "{" + name + ", " + other + "}"),
        found("meant nnyn, $or first, of other members", "{" + other + ", " + name + "}"));
    if (!seen.equals("ynyy yyyn nnyn nnyn")) throw new IllegalStateException("the behaviour has changed: " + seen);
  }
}
JAVA
java -cp 'target/dependency/*' Probe.java 2>compiler.txt || {
  cat compiler.txt >&2
  exit 1
}
