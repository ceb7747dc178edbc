using System.Diagnostics.CodeAnalysis;
using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="ColumnRow"/>.</summary>
public sealed record ColumnRowOptions : RandomizedOptions
{
    /// <summary>How terms are chosen; <see cref="ColumnRowScheme.Auto"/> by default.</summary>
    public ColumnRowScheme Scheme { get; init; } = ColumnRowScheme.Auto;

    /// <summary>With what probabilities <see cref="ColumnRowScheme.Sampling"/> draws; <see cref="ColumnRowProbabilities.Optimal"/> by
    /// default.</summary>
    public ColumnRowProbabilities Probabilities { get; init; } = ColumnRowProbabilities.Optimal;

    /// <summary>
    /// For <see cref="ColumnRowProbabilities.Custom"/>: l numbers, finite and not negative, that are divided by their sum. A term that is
    /// not zero must not have probability 0, since the product would be biased.
    /// </summary>
    public IReadOnlyList<double>? CustomProbabilities { get; init; }

    /// <summary>What weights the chosen terms get; <see cref="ColumnRowWeighting.Scheme"/> by default.</summary>
    public ColumnRowWeighting Weighting { get; init; } = ColumnRowWeighting.Scheme;

    /// <summary>How <see cref="ColumnRowProduct{T}.Error"/> is found; <see cref="ColumnRowErrorMeasurement.Automatic"/> by
    /// default.</summary>
    public ColumnRowErrorMeasurement ErrorMeasurement { get; init; } = ColumnRowErrorMeasurement.Automatic;

    /// <summary>
    /// The rank k of a control variate; 0, the default, for none. With U an orthonormal basis of k dominant directions of X, <c>U (Uᴴ X)
    /// Y</c> is computed exactly, and only <c>(X − U Uᴴ X) Y</c> is sampled. Costs 2 k l (2n + m) flops more.
    /// </summary>
    public int ControlVariateRank { get; init; }

    /// <summary>The number of terms that <see cref="ColumnRowScheme.Greedy"/> drops at once; 2 by default.</summary>
    public int GreedyTupleSize { get; init; } = 2;

    /// <summary>The scheme; who names probabilities names draws with replacement, which alone have some.</summary>
    internal ColumnRowScheme NamedScheme => Probabilities == ColumnRowProbabilities.Optimal ? Scheme : ColumnRowScheme.Sampling;

    internal override void Validate()
    {
        base.Validate();
        Defined.Check(Scheme);
        Defined.Check(Probabilities);
        Defined.Check(Weighting);
        Defined.Check(ErrorMeasurement);
        if (ControlVariateRank < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(ControlVariateRank), ControlVariateRank, "A rank must not be negative.");
        }

        if (GreedyTupleSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(GreedyTupleSize), GreedyTupleSize, "A tuple has at least one term.");
        }

        if (Probabilities != ColumnRowProbabilities.Optimal && Scheme is not (ColumnRowScheme.Sampling or ColumnRowScheme.Auto))
        {
            Refuse(nameof(Probabilities),
                $"{Probabilities} probabilities go with {ColumnRowScheme.Sampling} only, but the scheme is {Scheme}.");
        }

        if ((Probabilities == ColumnRowProbabilities.Custom) != (CustomProbabilities is not null))
        {
            Refuse(
                nameof(CustomProbabilities),
                    $"{nameof(CustomProbabilities)} and {nameof(Probabilities)} = {ColumnRowProbabilities.Custom} go together.");
        }

        if (ControlVariateRank > 0 && (Weighting != ColumnRowWeighting.Scheme || Scheme == ColumnRowScheme.Greedy))
        {
            Refuse(
                nameof(ControlVariateRank), "A control variate goes with a scheme's own weights, and not with the greedy scheme.");
        }
    }

    /// <summary>An option that is in range and yet does not go with the others, or with the factors.</summary>
    [DoesNotReturn]
    internal static void Refuse(string name, string message) => throw new ArgumentException(message, name);
}
