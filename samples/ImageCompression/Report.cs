using System.Globalization;
using LowRank;
using LowRank.Reporting;

namespace ImageCompression;

/// <summary>The page: pictures, errors against sizes, and the figures.</summary>
internal static class Report
{
    private static readonly (Way Way, string Colour, Marker Marker)[] _looks =
    [
        (Way.Svd, "#1f6fb4", Marker.Circle),
        (Way.Interpolative, "#cf5c12", Marker.Diamond),
        (Way.Cur, "#2d8446", Marker.Diamond),
        (Way.TiledSvd, "#7a4fb5", Marker.Circle),
    ];

    public static string Body(IReadOnlyList<PictureResult> results) =>
        HtmlPage.Header(
            "Image compression",
            "A picture is a matrix of pixels. The truncated SVD keeps the directions that matter most; ID and CUR keep columns and rows "
                + "of the picture itself, "
                + "which are bytes and need a quarter of the space. The last way cuts the picture into tiles and finds what they have "
                + "in common.")
        + string.Concat(results.Select(Part))
        + HtmlPage.Section(
            "What the sizes mean",
            "<p>Computed numbers and indices take 4 bytes each, pixels 1 byte; nothing is packed further. The error is that of the "
                + "pixels before rounding, "
                + "as a share of the picture's Frobenius norm; PSNR is 10 log₁₀(1 / mean squared difference), for pixels from 0 to "
                + "1.</p>\n");

    public static string Decibels(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} dB");

    private static string Part(PictureResult result)
    {
        IEnumerable<Compressed> shown = _looks.SelectMany(look =>
            result.Compressions.Where(one => one.Way == look.Way).Index().Where(one => one.Index is 1 or 3).Select(one => one.Item));
        string pictures = Picture(
            result.Picture, $"The original, {result.Picture.RowCount} × {result.Picture.ColumnCount} pixels, a byte each")
            + string.Concat(shown.Select(one => Picture(
                one.Picture, $"{one.Way.Name()}, rank {one.Rank}: {Format.Share(one.Share)} of the bytes, {Decibels(one.SignalToNoise)}")));
        return HtmlPage.Section(result.Name, $"<div class=\"figures\">\n{pictures}</div>\n")
            + HtmlPage.Pair(
                HtmlPage.Section("Error against size", Chart(result), "Further down and to the left is better. Logarithmic scales."),
                HtmlPage.Section("Figures", Table(result)));
    }

    private static string Picture(DenseMatrix<double> picture, string caption) =>
        HtmlPage.Figure(Png.DataUri(Png.Grey(picture.ToDense(MatrixLayout.RowMajor).Memory.Span, picture.ColumnCount)), caption);

    private static string Chart(PictureResult result)
    {
        Series[] series =
        [
            .. _looks.Select(look => new Series(
                look.Way.Name(), look.Colour,
                [.. result.Compressions.Where(one => one.Way == look.Way).Select(
                    one => new ChartPoint(100 * one.Share, one.Error, $"{one.Rank}"))],
                look.Marker, IsLine: true)),
        ];
        IEnumerable<ChartPoint> points = series.SelectMany(one => one.Points);
        return new Chart(
            $"{result.Name}: relative error against the bytes stored, for four ways of compression; the labels are ranks.",
            Axis.Around("bytes stored, % of the picture's", points.Select(point => point.X)),
            Axis.Around("relative error", points.Select(point => point.Y)),
            series).ToSvg();
    }

    private static string Table(PictureResult result) => HtmlTable.Compose(
        $"Figures of {result.Name}", ["Rank", "Bytes", "Share", "Error", "PSNR"], _ => true,
        result.Compressions.Select((one, i) => (
            i > 0 && result.Compressions[i - 1].Way == one.Way ? null : (string?)one.Way.Name(),
            (IReadOnlyList<string>)[$"{one.Rank}", Format.Count((int)one.Bytes), Format.Share(one.Share), Format.Error(one.Error),
                Decibels(one.SignalToNoise)])));
}
