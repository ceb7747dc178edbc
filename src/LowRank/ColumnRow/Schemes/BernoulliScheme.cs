using LowRank.Random;

namespace LowRank.ColumnRowProducts;

/// <summary>Each term by itself, with probability min(1, w/τ).</summary>
internal sealed class BernoulliScheme(TermNorms norms, TermDraws draws) : TermScheme(norms)
{
    public override ColumnRowScheme Kind => ColumnRowScheme.Bernoulli;

    protected override TermSelection Choose(int count)
    {
        double threshold = InclusionProbabilities.Threshold(Norms.Weights, count);
        int[] indices = InclusionProbabilities.Draw(Norms.Weights, threshold, draws.Generator, draws.First);
        double[] weights = Array.ConvertAll(indices, i => 1 / InclusionProbabilities.Of(Norms.Weights[i], threshold));
        return new TermSelection(Kind, indices, weights, count, ExpectedSquare.Independent(Norms, threshold));
    }

    protected override ExpectedSquare Expect(int count) =>
        ExpectedSquare.Independent(Norms, InclusionProbabilities.Threshold(Norms.Weights, count));
}
