namespace LowRank.Compare.Cases;

/// <summary>The precision in which the inputs are handed out.</summary>
internal enum ElementType
{
    Double,
    Float,
}

/// <summary>One problem and all ways to solve it.</summary>
/// <param name="Name">What <c>--filter</c> selects by.</param>
/// <param name="Title">The problem in a few words.</param>
/// <param name="Inputs">The matrices.</param>
/// <param name="Accept">What an answer must fulfil.</param>
/// <param name="Candidates">The ways; the first of ours is what ratios are relative to.</param>
internal sealed record CompareCase(
    string Name, string Title, IReadOnlyList<MatrixRecipe> Inputs, Acceptance Accept, IReadOnlyList<Candidate> Candidates)
{
    public ElementType ElementType { get; init; }

    /// <summary>The rank asked for; null where none is.</summary>
    public int? Rank { get; init; }

    /// <summary>The relative error asked for; null where none is.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The columns of a thin matrix X for which A X is timed too; null: it is not.</summary>
    public int? ThinColumns { get; init; }

    /// <summary>The greatest rank that our answer is meant to have, over the smallest that can meet the tolerance.</summary>
    public double? RankGoal { get; init; }

    /// <summary>How much of the time of its own products our answer is meant to take at most, at the machine's rate for square
    /// products.</summary>
    public double? ProductsGoal { get; init; }

    public MemoryGoal Memory { get; init; }

    /// <summary>How much faster than a peer our answer is meant to be.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    public MatrixRecipe Main => Inputs[0];

    public string Shape => string.Join(" · ", Inputs.Select(input => $"{input.Rows} × {input.Columns}"));
}

/// <summary>So many times faster than a peer.</summary>
/// <param name="Peer">The peer's label.</param>
/// <param name="Blas">The peer's BLAS.</param>
/// <param name="Factor">The peer's median time over ours, at least.</param>
/// <param name="Ours">Our label; null: the first of ours.</param>
internal sealed record Goal(string Peer, string Blas, double Factor, string? Ours = null)
{
    /// <summary>Stands for whichever peer is the fastest of those whose error is no larger than ours.</summary>
    public const string FastestAtEqualError = "fastest at equal error";
}

/// <summary>How much memory our answer is meant to need at most, beside the inputs.</summary>
internal enum MemoryGoal
{
    None,

    /// <summary>4 (m + n)(k + 10) elements and 32 MB, of the randomised methods; k is the rank reached.</summary>
    OfRandomizedMethods,

    /// <summary>Three times the result, for a pseudo-inverse of m n elements.</summary>
    ThreeResults,
}
