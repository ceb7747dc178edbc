using FashionMnist.Experiments;
using LowRank;
using LowRank.Reporting;

namespace FashionMnist.Report;

/// <summary>The two charts of the page.</summary>
internal static class Charts
{
    private const string Grey = "#5b6470";
    private const string Blue = "#1f6fb4";
    private const string Orange = "#cf5c12";
    private const string Green = "#2d8446";

    public static string ErrorAgainstRank(DemoResult result)
    {
        SingularSpectrum spectrum = result.Svd.Spectrum;

        // At full rank the error is 0, which a logarithm cannot show; what stands below the axis is left out likewise.
        const double Lowest = 0.02;
        ChartPoint[] optimum = [.. Enumerable.Range(1, spectrum.Count - 1)
            .Select(rank => new ChartPoint(rank, spectrum.OptimumOfMatrix(rank)))
            .Where(point => point.Y >= Lowest)];
        Series[] series =
        [
            new("optimum, every rank", Grey, optimum, Marker.None, IsLine: true),
            new("ID, full pivoted QR", Green, Points(result.Interpolative.Measurements, InterpolativeExperiment.PivotedQr), Marker.Triangle,
                IsLine: false),
            new("truncated SVD", Blue, Points(result.Svd.Measurements, SvdExperiment.Automatic), Marker.Circle, IsLine: false),
            new("ID, sketched", Orange, Points(result.Interpolative.Measurements, InterpolativeExperiment.Sketched), Marker.Diamond,
                IsLine: false),
        ];
        return new Chart(
            $"Relative error against rank, both logarithmic. {Spoken(result.Svd.Measurements)} {Spoken(result.Interpolative.Measurements)}",
            new Axis("rank", 1, spectrum.Count),
            Axis.Around("relative error ‖X − X̂‖ / ‖X‖", series.SelectMany(one => one.Points).Select(point => point.Y)),
            series).ToSvg();
    }

    public static string ErrorAgainstTime(DemoResult result)
    {
        GramExperiment gram = result.Gram;
        ChartPoint[] sampling = Sweep(ColumnRowScheme.Sampling);
        ChartPoint[] topK = Sweep(ColumnRowScheme.TopK);
        return new Chart(
            $"Relative error of the Gram matrix against time, both logarithmic; the exact product takes "
                + $"{Format.Seconds(gram.ExactSeconds)}. {Spoken(gram.Sweep)}",
            Axis.Around("time, seconds", [.. sampling.Concat(topK).Select(point => point.X), gram.ExactSeconds]),
            Axis.Around("relative error ‖XᵀX − CR‖ / ‖XᵀX‖", sampling.Concat(topK).Select(point => point.Y)),
            [
                new("top-k", Orange, topK, Marker.Diamond, IsLine: true),
                new("sampling", Blue, sampling, Marker.Circle, IsLine: true),
            ])
        {
            Mark = (gram.ExactSeconds, "exact product"),
        }.ToSvg();

        ChartPoint[] Sweep(ColumnRowScheme scheme) =>
            [.. gram.Sweep.Where(row => row.Method == GramExperiment.Name(scheme))
                .Select(row => new ChartPoint(row.Seconds, row.Error!.Value, Format.Count(row.Size)))];
    }

    private static ChartPoint[] Points(IEnumerable<Measurement> measurements, string method) =>
        [.. measurements.Where(row => row.Method == method && row.Size is not null)
            .Select(row => new ChartPoint(row.Size!.Value, row.Error!.Value))];

    private static string Spoken(IEnumerable<Measurement> measurements) =>
        string.Join(", ", measurements.Where(row => row.Error is not null)
            .Select(row => $"{row.Method} {row.Size}: {Format.Error(row.Error)}")) + ".";
}
