namespace LowRank.ColumnRowProducts;

/// <summary>The heaviest terms exactly, and draws with replacement among the rest.</summary>
internal sealed class HybridScheme(TermNorms norms, TermDraws draws) : TermScheme(norms)
{
    public override ColumnRowScheme Kind => ColumnRowScheme.Hybrid;

    protected override TermSelection Choose(int count)
    {
        (int heavy, double rest) = BestSplit(count);
        int[] certain = Norms.Largest(heavy);
        if (heavy == count || rest == 0)
        {
            return new TermSelection(Kind, certain, TermSelection.Ones(certain.Length), count, ExpectedSquare.None);
        }

        TermNorms others = Norms.WithoutLargest(heavy);
        double sum = others.Sum;
        (int[] drawn, double[] drawnWeights) = draws.WithReplacement(others.Weights, sum, count - heavy);
        int[] indices = [.. certain, .. drawn];
        double[] weights = [.. TermSelection.Ones(heavy), .. drawnWeights];
        Array.Sort(indices, weights);
        return new TermSelection(Kind, indices, weights, count, ExpectedSquare.Optimal(sum, count - heavy) with { Certain = heavy });
    }

    protected override ExpectedSquare Expect(int count)
    {
        (int heavy, double rest) = BestSplit(count);
        return heavy == count ? ExpectedSquare.None : ExpectedSquare.Optimal(rest, count - heavy) with { Certain = heavy };
    }

    /// <summary>The number h of terms to take exactly that makes (Σ_rest w)² / (r − h) the least, and Σ_rest w; h = r where nothing is
    /// left over.</summary>
    private (int Heavy, double Others) BestSplit(int count)
    {
        double[] tails = Norms.Tails;
        if (count >= Norms.Count || tails[count] == 0)
        {
            return (Math.Min(count, Norms.Weights.Count(w => w > 0)), 0);
        }

        int best = 0;
        for (int h = 1; h < count; h++)
        {
            if (tails[h] / (count - h) * tails[h] < tails[best] / (count - best) * tails[best])
            {
                best = h;
            }
        }

        return (best, tails[best]);
    }
}
