package io.github.bpf4j.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** The pictures of a comparison: bars on a logarithmic scale. */
final class Picture {
    private static final int WIDTH = 1300;
    private static final int HEIGHT = 620;

    private Picture() {}

    /** Writes {@code compute.png} and {@code operations.png}, each if there is something on it. */
    static void write(List<Measurement> measurements, Path folder) throws IOException {
        System.setProperty("java.awt.headless", "true");
        draw(
                measurements.stream().filter(it -> it.ratioToNative() != null).toList(),
                "time relative to native (1 = clang -O2)",
                true,
                folder.resolve("compute.png"));
        draw(
                measurements.stream()
                        .filter(it -> !Workload.of(it.program()).isCompute())
                        .toList(),
                "nanoseconds per operation",
                false,
                folder.resolve("operations.png"));
    }

    private static void draw(List<Measurement> measurements, String unit, boolean ratios, Path file)
            throws IOException {
        if (measurements.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .yAxisTitle(unit)
                .theme(Styler.ChartTheme.XChart)
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisDecimalPattern("#,##0.##");
        chart.getStyler()
                .setYAxisMin(measurements.stream()
                                .mapToDouble(it -> value(it, ratios))
                                .min()
                                .orElseThrow()
                        / 2);
        List<String> programs =
                measurements.stream().map(Measurement::program).distinct().toList();
        List<String> runtimes =
                measurements.stream().map(Measurement::runtime).distinct().toList();
        for (String runtime : runtimes) {
            List<@Nullable Number> values = new ArrayList<>();
            for (String program : programs) {
                Optional<Measurement> found = measurements.stream()
                        .filter(it ->
                                it.runtime().equals(runtime) && it.program().equals(program))
                        .findFirst();
                values.add(found.map(it -> value(it, ratios)).orElse(null));
            }
            chart.addSeries(runtime, programs, values);
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static double value(Measurement it, boolean ratio) {
        Double ratioToNative = it.ratioToNative();
        return ratio && ratioToNative != null
                ? ratioToNative
                : it.medianNs() / Workload.of(it.program()).operations();
    }
}
