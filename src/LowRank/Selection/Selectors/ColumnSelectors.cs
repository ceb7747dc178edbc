using System.Numerics;

namespace LowRank.Selection;

/// <summary>The selector for each method: the one place that knows them all.</summary>
internal static class ColumnSelectors<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The selector of the options, behind a drawing of columns where they ask for that.</summary>
    public static IColumnSelector<T> For(ColumnSelectionOptions options) => options.PreSampleCount is { } count
        ? new PreSampling<T>(For(options.PreSampling), For(options.ResolvedMethod), count) : For(options.ResolvedMethod);

    public static IColumnSelector<T> For(ColumnSelectionMethod method) => method switch
    {
        ColumnSelectionMethod.SketchedPivoting => new SketchedPivoting<T>(),
        ColumnSelectionMethod.ColumnPivotedQr => new ColumnPivotedQr<T>(ScoreRule.Largest),
        ColumnSelectionMethod.RandomlyPivotedQr => new ColumnPivotedQr<T>(ScoreRule.Drawn),
        ColumnSelectionMethod.RangeFinderPivotedQr => new RangeFinderPivotedQr<T>(),
        ColumnSelectionMethod.SketchedLu => new SketchedLu<T>(),
        ColumnSelectionMethod.TotalErrorGreedy => new TotalErrorGreedy<T>(),
        ColumnSelectionMethod.Deim => new Deim<T>(),
        ColumnSelectionMethod.AdaptiveRandomizedPivoting => new AdaptiveRandomizedPivoting<T>(),
        ColumnSelectionMethod.Osinsky => new Osinsky<T>(),
        ColumnSelectionMethod.VolumeSampling => new VolumeSampling<T>(),
        ColumnSelectionMethod.LeverageTop => new LeverageScoring<T>(ScoreRule.Largest),
        ColumnSelectionMethod.LeverageSampling => new LeverageScoring<T>(ScoreRule.Drawn),
        ColumnSelectionMethod.NormTop => new ColumnNorms<T>(ScoreRule.Largest),
        ColumnSelectionMethod.NormSampling => new ColumnNorms<T>(ScoreRule.Drawn),
        ColumnSelectionMethod.Uniform => new Uniform<T>(),
        ColumnSelectionMethod.KMeans => new KMeans<T>(),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method."),
    };
}
