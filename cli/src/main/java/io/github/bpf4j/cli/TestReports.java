package io.github.bpf4j.cli;

import io.github.bpf4j.cli.scenario.CaseResult;
import io.github.bpf4j.cli.scenario.Mismatch;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.ObjectMapper;

/** Results of test cases for people, for build servers and as JSON. */
final class TestReports {
    private static final double NS_PER_S = 1e9;

    private TestReports() {}

    /** A result as JSON: what a program wants to know of it. */
    record View(String file, String name, boolean passed, String where, List<Mismatch> mismatches, List<String> notes) {
        static View of(CaseResult result) {
            return new View(
                    result.file(), result.name(), result.passed(), result.where(), result.mismatches(), result.notes());
        }
    }

    static void print(CaseResult result, PrintWriter out) {
        out.println((result.passed() ? "ok    " : "FAIL  ") + result.name());
        if (!result.passed()) {
            out.println("      " + result.file() + ", " + result.where());
            for (Mismatch mismatch : result.mismatches()) {
                out.println("      " + mismatch.what());
                out.println("        expected  " + mismatch.expected());
                out.println("        was       " + mismatch.actual());
            }
            result.notes().forEach(note -> out.println("      > " + note));
        }
        out.flush();
    }

    static void printSummary(List<CaseResult> results, PrintWriter out) {
        long failed = results.stream().filter(result -> !result.passed()).count();
        double seconds = results.stream().mapToLong(CaseResult::nanoseconds).sum() / NS_PER_S;
        out.printf(
                Locale.ROOT,
                "%d cases, %d as expected, %d not (%.2f s)%n",
                results.size(),
                results.size() - failed,
                failed,
                seconds);
    }

    static void printJson(List<CaseResult> results, PrintWriter out) {
        out.println(new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(results.stream().map(View::of).toList()));
    }

    static void writeJunit(List<CaseResult> results, Path file) throws IOException {
        try (OutputStream stream = Files.newOutputStream(file)) {
            XMLStreamWriter xml =
                    XMLOutputFactory.newInstance().createXMLStreamWriter(stream, StandardCharsets.UTF_8.name());
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "bpf4j");
            xml.writeAttribute("tests", Integer.toString(results.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(
                            results.stream().filter(result -> !result.passed()).count()));
            for (CaseResult result : results) {
                writeCase(xml, result);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void writeCase(XMLStreamWriter xml, CaseResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", printable(result.file()));
        xml.writeAttribute("name", printable(result.name()));
        xml.writeAttribute("time", String.format(Locale.ROOT, "%.6f", result.nanoseconds() / NS_PER_S));
        if (!result.passed()) {
            xml.writeStartElement("failure");
            xml.writeAttribute(
                    "message", printable(result.mismatches().getFirst().toString()));
            StringBuilder text = new StringBuilder(result.where()).append('\n');
            result.mismatches().forEach(mismatch -> text.append(mismatch).append('\n'));
            result.notes().forEach(note -> text.append("> ").append(note).append('\n'));
            xml.writeCharacters(printable(text.toString()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** Text without the characters that XML cannot hold. */
    private static String printable(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
    }
}
