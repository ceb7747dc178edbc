using FashionMnist.Experiments;
using FashionMnist.Report;
using LowRank;
using LowRank.Reporting;
using Samples;

namespace FashionMnist;

/// <summary>Everything that the reports show.</summary>
internal sealed record DemoResult(
    Machine Machine,
    ImageSet Train,
    DenseMatrix<double> Matrix,
    SvdExperiment Svd,
    InterpolativeExperiment Interpolative,
    ClassificationExperiment Classification,
    GramExperiment Gram,
    double TotalSeconds)
{
    /// <summary>The rows of the table.</summary>
    public IReadOnlyList<Measurement> Measurements { get; } =
        [.. Svd.Measurements, .. Interpolative.Measurements, .. Classification.Measurements, .. Gram.Measurements];
}
