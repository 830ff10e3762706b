/** The bpf4j command line. */
module io.github.bpf4j.cli {
    requires transitive io.github.bpf4j.net;
    requires info.picocli;
    requires java.xml;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;
    requires com.fasterxml.jackson.annotation;
    requires me.tongfei.progressbar;
    requires static transitive org.jspecify;

    opens io.github.bpf4j.cli to
            info.picocli,
            tools.jackson.databind;
    opens io.github.bpf4j.cli.features to
            tools.jackson.databind;

    exports io.github.bpf4j.cli;
    exports io.github.bpf4j.cli.features;
    exports io.github.bpf4j.cli.scenario;
}
