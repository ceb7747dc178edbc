namespace LowRank.ColumnRowProducts;

/// <summary>A way to choose terms from their sizes alone.</summary>
/// <param name="norms">The sizes of the terms.</param>
internal abstract class TermScheme(TermNorms norms)
{
    /// <summary>Its name; what a selection carries.</summary>
    public abstract ColumnRowScheme Kind { get; }

    protected TermNorms Norms => norms;

    /// <param name="scheme">Any but Greedy, which needs more than sizes, and Auto.</param>
    /// <param name="norms">The sizes of the terms.</param>
    /// <param name="probabilities">p for draws with replacement; null for p ∝ w.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="item">Which of several products that share the seed.</param>
    public static TermScheme Of(ColumnRowScheme scheme, TermNorms norms, double[]? probabilities, ulong seed, int item)
    {
        TermDraws draws = new(seed, item);
        return scheme switch
        {
            ColumnRowScheme.Sampling => new SamplingScheme(norms, probabilities, draws),
            ColumnRowScheme.TopK => new TopKScheme(norms),
            ColumnRowScheme.Bernoulli => new BernoulliScheme(norms, draws),
            ColumnRowScheme.Priority => new PriorityScheme(norms, draws),
            ColumnRowScheme.Hybrid => new HybridScheme(norms, draws),
            _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "The scheme needs more than norms."),
        };
    }

    /// <summary>The terms for a number of draws, or of terms. Where every term is zero there is nothing to draw.</summary>
    public TermSelection Select(int count) =>
        norms.IsZero ? Zero(count) : Choose(count);

    /// <summary>What it is expected to err by, before anything is drawn.</summary>
    public ExpectedSquare Expected(int count) => norms.IsZero ? ExpectedSquare.None : Expect(count);

    /// <summary>The smallest number of terms, up to l, whose expected squared error is at most the given one; l where there is
    /// none.</summary>
    /// <param name="allowed">The squared error, in units of the norms' scale.</param>
    /// <param name="alignment">‖XY‖² over the most that it can be, (Σw)².</param>
    public virtual int SmallestCount(double allowed, double alignment)
    {
        // They err less the more terms they take.
        int low = 1;
        int high = norms.IsZero ? 1 : norms.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);

            // Of a part of the terms the alignment is not known beforehand.
            ExpectedSquare expected = Expected(middle);
            if (expected.At(expected.Certain > 0 ? 0 : alignment) <= allowed)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    protected abstract TermSelection Choose(int count);

    protected abstract ExpectedSquare Expect(int count);

    protected virtual TermSelection Zero(int count) => new(Kind, [], [], count, ExpectedSquare.None);
}
