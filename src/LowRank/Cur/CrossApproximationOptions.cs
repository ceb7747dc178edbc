using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="CrossApproximation"/>.</summary>
public sealed record CrossApproximationOptions : RandomizedOptions
{
    /// <summary>The default of <see cref="CheckCount"/>.</summary>
    public const int DefaultCheckCount = 200;

    /// <summary>Where pivots are looked for; in one row and one column at a time by default.</summary>
    public CrossPivoting Pivoting { get; init; } = CrossPivoting.Partial;

    /// <summary>
    /// How many random entries are compared with the approximation, at least 1: they give the error estimate, and where they show parts
    /// of the matrix that rows and columns so far have missed, the search goes on there. 200 by default. Not used by full pivoting.
    /// </summary>
    public int CheckCount { get; init; } = DefaultCheckCount;

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Pivoting);
        ArgumentOutOfRangeException.ThrowIfLessThan(CheckCount, 1);
    }
}
