using LowRank;
using LowRank.Reporting;
using Samples;

namespace FashionComponents;

/// <summary>The page: the classes in the plane of two components, the components as images, and what they explain.</summary>
internal static class Report
{
    private const int PointsPerClass = 150;
    private const int ShownComponents = 19;
    private const string Blue = "#1f6fb4";
    private const string Orange = "#cf5c12";

    public static string Body(ComponentResult result) =>
        HtmlPage.Header(
            "Principal components of Fashion-MNIST",
            $"The {Format.Count(result.Pca.SampleCount)} training images of {result.Pca.FeatureCount} pixels, centred without forming "
                + "the centred matrix: "
                + $"{result.Pca.ComponentCount} components in {Format.Seconds(result.Seconds)}. Two of them hold "
                + $"{Format.Share(result.Explained(2))} of the variance.")
        + HtmlPage.Section(
            "Test images in the plane of the first two components", Scatter(result),
            $"The first {PointsPerClass} test images of each class; none of them was seen by the fit.")
        + HtmlPage.Section(
            "The mean, and the first components as images", $"<div class=\"figures small\">\n{Images(result)}</div>\n",
            "Red pixels get brighter along a component, blue ones darker. Below each the share of the variance.")
        + HtmlPage.Pair(
            HtmlPage.Section("Variance explained", Explained(result)),
            HtmlPage.Section("What the components still know", Accuracies(result),
                "Each test image is given to the class whose mean is nearest, in the first components alone."));

    private static string Scatter(ComponentResult result)
    {
        Series[] series =
        [
            .. Enumerable.Range(0, ImageSet.ClassCount).Select(label => new Series(
                ImageSet.ClassNames[label], ImageSet.ClassColours[label],
                [.. result.Test.Labels.Index().Where(one => one.Item == label).Take(PointsPerClass).Select(
                    one => new ChartPoint(result.Scores[one.Index, 0], result.Scores[one.Index, 1]))],
                Marker.Dot, IsLine: false)),
        ];
        IEnumerable<ChartPoint> points = series.SelectMany(one => one.Points);
        return new Chart(
            "The test images as points, coloured by class, in the plane of the first two principal components.",
            Axis.Around($"component 1, {Format.Share(result.Pca.ExplainedVarianceRatio[0])} of the variance",
                points.Select(point => point.X), AxisScale.Linear),
            Axis.Around($"component 2, {Format.Share(result.Pca.ExplainedVarianceRatio[1])}", points.Select(point => point.Y),
                AxisScale.Linear),
            series)
        {
            LegendColumns = 5,
        }.ToSvg();
    }

    private static string Images(ComponentResult result)
    {
        int width = result.Test.Width;
        string mean = HtmlPage.Figure(Png.DataUri(Png.Grey(result.Pca.Mean.AsSpan(), width)), "mean");
        return mean + string.Concat(Enumerable.Range(0, Math.Min(ShownComponents, result.Pca.ComponentCount)).Select(component =>
        {
            ReadOnlySpan<double> values = result.Pca.Components.AsRows(component, 1).ToDense(MatrixLayout.RowMajor).Memory.Span;
            double largest = 0;
            foreach (double value in values)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            return HtmlPage.Figure(
                Png.DataUri(Png.Diverging(values, width, largest)),
                    $"{component + 1}: {Format.Share(result.Pca.ExplainedVarianceRatio[component])}");
        }));
    }

    private static string Explained(ComponentResult result)
    {
        ChartPoint[] sums = [.. Enumerable.Range(1, result.Pca.ComponentCount).Select(
            count => new ChartPoint(count, 100 * result.Explained(count)))];
        ChartPoint[] each = [.. result.Pca.ExplainedVarianceRatio.Select((ratio, i) => new ChartPoint(i + 1, 100 * ratio))];
        return new Chart(
            $"The variance explained by the first components together, up to "
                + $"{Format.Share(result.Explained(result.Pca.ComponentCount))}, and by each.",
            Axis.Around("component", each.Select(point => point.X), AxisScale.Linear),
            new Axis("variance, %", 0, 100, AxisScale.Linear),
            [new("together", Blue, sums, Marker.None, IsLine: true), new("each", Orange, each, Marker.None, IsLine: true)]).ToSvg();
    }

    private static string Accuracies(ComponentResult result) => HtmlTable.Compose(
        "Accuracy against the number of components", ["Components", "Variance", "Right"], _ => true,
        result.Accuracies.Select(one => new[] { $"{one.Count}", Format.Share(result.Explained(one.Count)), Format.Share(one.Accuracy) }));
}
