using System.Numerics;

namespace LowRank.ColumnRowProducts;

/// <summary>The terms of a product that are chosen and not yet added up.</summary>
internal sealed record ChosenTerms<T>(TermProblem<T> Problem, ProductNorm<T> Norm, TermSelection Selection)
    where T : unmanaged, INumberBase<T>
{
    private readonly TermErrors<T> _errors = new(Problem);

    /// <summary>What is to be expected of them, from the norms and the reference that they or the probes give.</summary>
    public ErrorEstimate Expected() => _errors.Expected(Selection, Norm.Reference);

    /// <summary>Adds them up, and tells how far the sum is off.</summary>
    public ColumnRowProduct<T> Multiply(DenseMatrix<T>? destination)
    {
        bool isMeasured = _errors.IsMeasured(Selection);
        if (isMeasured)
        {
            _ = Norm.Probe;
        }

        Problem.Context.Step("product", 2, 4);
        WeightedTerms<T> sum = TermSum.Of(Problem, Selection, destination ?? Problem.NewProduct());
        Problem.Context.Step("error", 3, 4);
        ErrorEstimate? measured = isMeasured ? _errors.Measured(Norm.Probe.ErrorOf(sum.Product.Span), Norm.Probe.Norm) : null;

        // Of terms that are chosen without chance there is nothing to expect beside what is so.
        ErrorEstimate expected = measured is { } known && Selection.Expected.IsBound ? known : Expected();
        ErrorEstimate error = measured
            ?? (Selection.Achieved is { } achieved ? _errors.FromNorms(achieved, Norm.Reference) : expected);
        return new ColumnRowProduct<T>(Problem, Selection, sum, error, expected);
    }
}
