using System.Globalization;
using LowRank.Reporting;

namespace KernelRegression;

/// <summary>The page: error against time and landmarks, and the figures.</summary>
internal static class Report
{
    private const string Grey = "#5b6470";
    private const string Blue = "#1f6fb4";
    private const string Orange = "#cf5c12";

    public static string Body(IReadOnlyList<RegressionResult> results, int part, int all) =>
        HtmlPage.Header(
            "Kernel regression by Nyström",
            $"A Gaussian kernel over images is a matrix of n × n: for all {Format.Count(all)} images of Fashion-MNIST {Gigabytes(all)} "
                + "in single precision. "
                + "Randomly pivoted Cholesky picks a few of its columns, the landmarks, and the regression needs no others.")
        + HtmlPage.Pair(
            HtmlPage.Section("Test error against time", Chart(results, result => result.Seconds, "time to the weights, seconds"),
                "The labels are numbers of landmarks. Logarithmic scales."),
            HtmlPage.Section("Test error against landmarks", Chart(results, result =>
                result.LandmarkCount ?? result.ImageCount, "images with a weight"), "Exact regression puts a weight on every image."))
        + HtmlPage.Section(
            "Figures", HtmlTable.Compose(
                "Accuracy and time", ["Way", "Time", "Right", "Trace left"], column => column > 0,
                results.Select((result, i) => (
                    i > 0 && results[i - 1].ImageCount == result.ImageCount
                        ? null : (string?)$"{Format.Count(result.ImageCount)} training images",
                    (IReadOnlyList<string>)[result.Name, Format.Seconds(result.Seconds), Format.Share(result.Accuracy), result.IsExact
                        ? Format.NotApplicable : Format.Error(result.TraceShare)]))),
            $"The exact way holds the matrix of {Format.Count(part)} images, {Gigabytes(part)}, and solves by conjugate gradients to a "
                + "residual of 1e-4. Right: of 10\u2009000 test images. "
                + "Trace left: what the landmarks do not span, as a share of the trace.");

    private static string Chart(IReadOnlyList<RegressionResult> results, Func<RegressionResult, double> x, string label)
    {
        Series[] series =
        [
            .. results.GroupBy(result => (result.ImageCount, result.IsExact)).Select(group => new Series(
                $"{(group.Key.IsExact ? "exact" : "Nyström")}, {Format.Count(group.Key.ImageCount)} images",
                group.Key.IsExact ? Grey : group.Key.ImageCount == results[0].ImageCount ? Orange : Blue,
                [.. group.Select(result =>
                    new ChartPoint(x(result), 100 * (1 - result.Accuracy), result.LandmarkCount?.ToString(CultureInfo.InvariantCulture)))],
                group.Key.IsExact ? Marker.Triangle : Marker.Circle,
                IsLine: !group.Key.IsExact)),
        ];
        IEnumerable<ChartPoint> points = series.SelectMany(one => one.Points);
        return new Chart(
            $"Test error in percent against {label}, for exact and for Nyström regression.",
            Axis.Around(label, points.Select(point => point.X)),
            Axis.Around("test error, %", points.Select(point => point.Y)),
            series).ToSvg();
    }

    private static string Gigabytes(long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count * count * sizeof(float) / 1e9:0.##} GB");
}
