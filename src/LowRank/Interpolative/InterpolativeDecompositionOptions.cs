using LowRank.Execution;

namespace LowRank;

/// <summary>The options of <see cref="InterpolativeDecomposition"/>.</summary>
public sealed record InterpolativeDecompositionOptions : RandomizedOptions
{
    /// <summary>
    /// How columns (rows) are chosen. By default <see cref="ColumnSelectionMethod.ColumnPivotedQr"/> for small dense matrices, else
    /// <see cref="ColumnSelectionMethod.SketchedPivoting"/>, whose coefficients come with the choice. A method alone may stand here.
    /// </summary>
    public ColumnSelectionOptions Selection { get; init; } = new();

    /// <summary>Whether columns or rows are selected; columns by default.</summary>
    public InterpolativeSide Side { get; init; } = InterpolativeSide.Columns;

    /// <summary>Where the coefficients come from; fitted to the matrix by default.</summary>
    public InterpolativeCoefficients Coefficients { get; init; } = InterpolativeCoefficients.Fitted;

    internal override void Validate()
    {
        base.Validate();
        ArgumentNullException.ThrowIfNull(Selection);
        Selection.Validate();
        Defined.Check(Side);
        Defined.Check(Coefficients);
        if (Selection.StrongSwapBound is not null && Coefficients == InterpolativeCoefficients.FromSketch)
        {
            throw new ArgumentException(
                "Exchanges need coefficients that are fitted to the matrix, not to a sketch.", nameof(Selection.StrongSwapBound));
        }
    }
}
