package io.github.bpf4j.cli.scenario;

/**
 * A thing that is not as expected.
 *
 * @param what which thing, such as {@code maps.flows[3].value.packets}
 */
public record Mismatch(String what, String expected, String actual) {
    @Override
    public String toString() {
        return what + ": expected " + expected + ", was " + actual;
    }
}
