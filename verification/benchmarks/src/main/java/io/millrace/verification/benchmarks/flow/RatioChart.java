package io.millrace.verification.benchmarks.flow;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.util.SVGConstants;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.LevelRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/**
 * How many times better Millrace did in each line: a bar that begins at 1, so that one to the left is worse, and a mark at the target.
 * The same verdicts make the same file where the same fonts are.
 */
final class RatioChart {

    private static final String RATIO = "ratio";
    private static final String TARGET = "target";
    private static final int WIDTH = 1_000;
    private static final int HEIGHT_OF_LINE = 24;
    private static final int HEIGHT_OF_REST = 110;
    private static final double LEAST = 0.5;
    private static final double ROOM = 1.5;
    private static final Color MET = new Color(0x2F6DB5);
    private static final Color MISSED = new Color(0xD9822B);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private RatioChart() {}

    static void write(List<Verdict> verdicts, Path file) throws IOException {
        int height = HEIGHT_OF_REST + HEIGHT_OF_LINE * verdicts.size();
        var document = GenericDOMImplementation.getDOMImplementation()
                .createDocument(SVGConstants.SVG_NAMESPACE_URI, SVGConstants.SVG_SVG_TAG, null);
        SVGGraphics2D graphics = new SVGGraphics2D(document);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        chart(verdicts).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
        StringWriter text = new StringWriter();
        graphics.stream(text, false);
        Files.writeString(file, text.toString());
    }

    private static JFreeChart chart(List<Verdict> verdicts) {
        DefaultCategoryDataset ratios = new DefaultCategoryDataset();
        DefaultCategoryDataset targets = new DefaultCategoryDataset();
        for (Verdict verdict : verdicts) {
            ratios.addValue(verdict.ratio().median(), RATIO, verdict.line());
            targets.addValue(verdict.target(), TARGET, verdict.line());
        }
        CategoryPlot plot = new CategoryPlot(ratios, lines(), times(verdicts), new Bars(verdicts));
        plot.setDataset(1, targets);
        plot.setRenderer(1, marks());
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setFixedLegendItems(legend());
        JFreeChart chart = new JFreeChart("Millrace beside Kafka Streams", FONT.deriveFont(Font.BOLD, 16f), plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setItemFont(FONT);
        return chart;
    }

    private static CategoryAxis lines() {
        CategoryAxis axis = new CategoryAxis();
        axis.setTickLabelFont(FONT);
        axis.setMaximumCategoryLabelWidthRatio(0.5f);
        axis.setCategoryLabelPositions(CategoryLabelPositions.STANDARD);
        axis.setCategoryMargin(0.3);
        axis.setLowerMargin(0.01);
        axis.setUpperMargin(0.01);
        return axis;
    }

    private static LogAxis times(List<Verdict> verdicts) {
        LogAxis axis = new LogAxis("times better than Kafka Streams (1: the same)");
        axis.setBase(2);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(format("0.##"));
        axis.setTickLabelFont(FONT);
        axis.setLabelFont(FONT);
        double least = LEAST;
        double most = 2;
        for (Verdict verdict : verdicts) {
            least = Math.min(least, verdict.ratio().median() / ROOM);
            most = Math.max(most, ROOM * Math.max(verdict.ratio().median(), verdict.target()));
        }
        axis.setRange(least, most);
        return axis;
    }

    private static LevelRenderer marks() {
        LevelRenderer marks = new LevelRenderer();
        marks.setSeriesPaint(0, Color.BLACK);
        marks.setSeriesStroke(0, new BasicStroke(3));
        marks.setItemMargin(0);
        return marks;
    }

    private static LegendItemCollection legend() {
        LegendItemCollection legend = new LegendItemCollection();
        legend.add(new LegendItem("target met", MET));
        legend.add(new LegendItem("target missed", MISSED));
        legend.add(new LegendItem("mark: the target", Color.BLACK));
        return legend;
    }

    private static DecimalFormat format(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    }

    /** In a colour that tells whether the target is met. */
    private static final class Bars extends BarRenderer {

        private static final long serialVersionUID = 1;

        private final transient List<Verdict> verdicts;

        Bars(List<Verdict> verdicts) {
            this.verdicts = verdicts;
            setBase(1);
            setBarPainter(new StandardBarPainter());
            setShadowVisible(false);
            setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", format("0.00")));
            setDefaultItemLabelsVisible(true);
            setDefaultItemLabelFont(FONT);
            // To the left of the bar, where no mark is.
            setDefaultPositiveItemLabelPosition(
                    new ItemLabelPosition(ItemLabelAnchor.OUTSIDE9, TextAnchor.CENTER_RIGHT));
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            return verdicts.get(column).met() ? MET : MISSED;
        }
    }
}
