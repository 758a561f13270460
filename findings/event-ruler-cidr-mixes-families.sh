#!/bin/sh
# AWS's event-ruler, the library behind EventBridge's patterns, compares addresses as hexadecimal texts. An IPv4 range
# therefore matches IPv6 addresses that begin with the same bytes, and the other way round: 32.0.0.0/8 matches
# 2001:db8::1 (0x20 is 32), 2001::/16 matches 32.1.5.5. And one address alone, 198.51.100.7/32, is refused as a range: the
# mask has to be below 32. Needs a JDK of 11 or newer, Maven and Maven Central.
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

public class Probe {
  static boolean matches(String range, String address) throws Exception {
    Machine machine = new Machine();
    machine.addRule("rule", "{\"ip\": [{\"cidr\": \"" + range + "\"}]}");
    return !machine.rulesForJSONEvent("{\"ip\": \"" + address + "\"}").isEmpty();
  }

  public static void main(String[] none) throws Exception {
    String[][] pairs = {
      {"32.0.0.0/8", "32.5.5.5"}, {"32.0.0.0/8", "2001:db8::1"}, {"2001::/16", "32.1.5.5"}, {"10.0.0.0/8", "2001:db8::1"}
    };
    StringBuilder seen = new StringBuilder();
    for (String[] pair : pairs) {
      boolean matched = matches(pair[0], pair[1]);
      System.out.println("event-ruler 2.1.0: " + pair[1] + " in " + pair[0] + ": " + matched);
      seen.append(matched ? "y" : "n");
    }
    String refused = "accepted";
    try {
      matches("198.51.100.7/32", "198.51.100.7");
    } catch (IllegalArgumentException error) {
      refused = error.getMessage();
    }
    System.out.println("198.51.100.7/32: " + refused);
    if (!seen.toString().equals("yyyn") || refused.equals("accepted")) {
      System.err.println("the behaviour has changed");
      System.exit(1);
    }
  }
}
JAVA
javac -nowarn -cp 'target/dependency/*' Probe.java 2>/dev/null
java -cp 'target/dependency/*:.' Probe
