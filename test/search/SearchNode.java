import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One OpenSearch node on a port of this machine, with its data in a folder, until its input ends. */
public class SearchNode extends Node {
  SearchNode(Environment environment) {
    super(environment, List.of(Netty4Plugin.class), true);
  }

  public static void main(String[] words) throws Exception {
    Settings settings = Settings.builder()
        .put("path.home", Path.of(words[1]))
        .put("node.name", "search")
        .put("discovery.type", "single-node")
        .put("network.host", "127.0.0.1")
        .put("http.port", words[0])
        .put("transport.port", "0")
        .put("http.type", "netty4")
        .put("transport.type", "netty4")
        // A disk of the machine that is nearly full is no subject of the test.
        .put("cluster.routing.allocation.disk.threshold_enabled", false)
        .build();
    Environment environment =
        InternalSettingsPreparer.prepareEnvironment(settings, Collections.emptyMap(), null, () -> "search");
    try (Node node = new SearchNode(environment)) {
      node.start();
      System.out.println("started");
      while (System.in.read() >= 0) { }
    }
    System.exit(0);
  }
}
