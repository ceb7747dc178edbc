using LowRank.Random;

namespace LowRank.ColumnRowProducts;

/// <summary>The terms with the largest w/u, u uniform in (0, 1] (Duffield, Lund and Thorup 2007).</summary>
internal sealed class PriorityScheme(TermNorms norms, TermDraws draws) : TermScheme(norms)
{
    public override ColumnRowScheme Kind => ColumnRowScheme.Priority;

    protected override TermSelection Choose(int count)
    {
        (int[] indices, double threshold) = PrioritySampler.Draw(Norms.Weights, count, draws.Generator, draws.First);
        double[] weights = Array.ConvertAll(indices, i => Math.Max(1, threshold / Norms.Weights[i]));
        ExpectedSquare bound = Expect(count);

        // E[λ(λ − 1); taken] = E[1/p − 1] given τ, so this is unbiased for the expected squared error.
        double square = 0;
        for (int k = 0; k < indices.Length; k++)
        {
            double weight = Norms.Weights[indices[k]];
            square += weight * weights[k] * weight * (weights[k] - 1);
        }

        return new TermSelection(Kind, indices, weights, count, bound)
        {
            Achieved = bound with { Sum = square, AtMost = Math.Max(square, bound.Sum) },
        };
    }

    /// <summary>Two terms' weights are uncorrelated, so Szegedy's theorem for a sum of numbers carries over to terms.</summary>
    protected override ExpectedSquare Expect(int count)
    {
        double threshold = InclusionProbabilities.Threshold(Norms.Weights, count);
        if (threshold == 0)
        {
            return ExpectedSquare.None;
        }

        // One draw has an infinite variance: 1/u has no second moment.
        double square = count == 1
            ? double.PositiveInfinity
            : ExpectedSquare.Independent(Norms, InclusionProbabilities.Threshold(Norms.Weights, count - 1)).Sum;
        return new ExpectedSquare(square, 0, Norms.Sum * Norms.Sum, double.PositiveInfinity);
    }
}
