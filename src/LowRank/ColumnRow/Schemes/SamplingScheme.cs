namespace LowRank.ColumnRowProducts;

/// <summary>Independent draws with replacement.</summary>
internal sealed class SamplingScheme(TermNorms norms, double[]? probabilities, TermDraws draws) : TermScheme(norms)
{
    public override ColumnRowScheme Kind => ColumnRowScheme.Sampling;

    /// <summary>The expected squared error is that of one draw over their number.</summary>
    public override int SmallestCount(double allowed, double alignment) =>
        (int)Math.Min(Math.Max(1, Math.Ceiling(Expected(1).At(alignment) / allowed)), Norms.IsZero ? 1 : Norms.Count);

    /// <summary>1/l for each of l terms.</summary>
    public static double[] Uniform(int count) => [.. Enumerable.Repeat(1.0 / Math.Max(1, count), count)];

    protected override TermSelection Choose(int count)
    {
        (int[] indices, double[] weights) =
            draws.WithReplacement(probabilities ?? Norms.Weights, probabilities is null ? Norms.Sum : 1, count);
        return new TermSelection(Kind, indices, weights, count, Expect(count));
    }

    protected override ExpectedSquare Expect(int count) =>
        probabilities is null ? ExpectedSquare.Optimal(Norms.Sum, count) : ExpectedSquare.WithReplacement(Norms, probabilities, count);
}
