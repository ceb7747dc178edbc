namespace LowRank.ColumnRowProducts;

/// <summary>The largest terms, ties to the lowest index, unscaled.</summary>
internal sealed class TopKScheme(TermNorms norms) : TermScheme(norms)
{
    public override ColumnRowScheme Kind => ColumnRowScheme.TopK;

    protected override TermSelection Choose(int count)
    {
        int[] indices = Norms.Largest(count);
        return new TermSelection(Kind, indices, TermSelection.Ones(indices.Length), count, Expect(indices.Length));
    }

    // Of zeros too it takes as many as asked for.
    protected override TermSelection Zero(int count) => Choose(count);

    protected override ExpectedSquare Expect(int count) => ExpectedSquare.Bound(Norms.Tails[Math.Min(count, Norms.Count)]);
}
