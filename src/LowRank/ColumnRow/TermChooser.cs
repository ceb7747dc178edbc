using System.Numerics;
using LowRank.Approximations;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>Chooses the terms of one product: so many, or as few as meet a tolerance.</summary>
internal sealed class TermChooser<T>(TermProblem<T> problem, ProductNorm<T> norm)
    where T : unmanaged, INumberBase<T>
{
    private ColumnRowOptions Options => problem.Options;

    private TermNorms Norms => problem.Norms;

    /// <summary>The terms, and what the norms say of them.</summary>
    public ChosenTerms<T> Choose(Truncation truncation) =>
        new(problem, norm, truncation.PrescribedRank is { } count ? ByCount(count) : ByError(truncation));

    /// <summary>The scheme, any but Greedy and Auto, for these terms.</summary>
    public TermScheme Scheme(ColumnRowScheme scheme) => TermScheme.Of(scheme, Norms, Probabilities(), Options.Seed, problem.Item);

    private TermSelection ByCount(int count)
    {
        if (Options.Scheme == ColumnRowScheme.Greedy)
        {
            return GreedyScheme.ToCount(problem, count);
        }

        return Options.NamedScheme == ColumnRowScheme.Auto && count >= Norms.Count
            ? TermSelection.All(Norms.Count, ColumnRowScheme.Auto) with { SampleCount = count }
            : Resolve(count).Select(count);
    }

    private TermSelection ByError(Truncation truncation)
    {
        int most = Math.Max(1, truncation.MaxRank ?? int.MaxValue);
        if (Options.Scheme == ColumnRowScheme.Greedy)
        {
            return GreedyScheme.ToError(problem, truncation, most);
        }

        double reference = norm.Probe.Norm;
        double allowed = Norms.Allowed(truncation, reference);
        if (Norms.IsZero || double.IsPositiveInfinity(allowed))
        {
            return Norms.Count > 1 ? ByCount(1) : TermSelection.All(Norms.Count, Options.Scheme);
        }

        ColumnRowScheme[] schemes = Options.NamedScheme == ColumnRowScheme.Auto
            ? [ColumnRowScheme.Hybrid, ColumnRowScheme.Bernoulli] : [Options.NamedScheme];
        double alignment = new TermErrors<T>(problem).Alignment(reference);
        (TermScheme scheme, int fewest) = schemes
            .Select(Scheme).Select(scheme => (scheme, scheme.SmallestCount(allowed * allowed, alignment))).MinBy(pair => pair.Item2);
        int count = Math.Min(fewest, most);
        return count < Norms.Count ? scheme.Select(count) : TermSelection.All(Norms.Count, Options.Scheme);
    }

    /// <summary>Which scheme Auto stands for: that of the smallest expected error; with probes at hand also top-k, by its measured
    /// one.</summary>
    public TermScheme Resolve(int count)
    {
        if (Options.NamedScheme != ColumnRowScheme.Auto)
        {
            return Scheme(Options.NamedScheme);
        }

        bool measuresAll = Options.ErrorMeasurement == ColumnRowErrorMeasurement.Probes;
        TermErrors<T> errors = new(problem);
        double reference = measuresAll ? norm.Probe.Norm : norm.Estimate;
        (TermScheme bernoulli, TermScheme hybrid) = (Scheme(ColumnRowScheme.Bernoulli), Scheme(ColumnRowScheme.Hybrid));
        double independent = bernoulli.Expected(count).At(errors.Alignment(reference));
        ExpectedSquare left = hybrid.Expected(count);
        double split = left.At(errors.AlignmentOf(left, reference));
        TermScheme largest = Scheme(ColumnRowScheme.TopK);
        return measuresAll && count < Norms.Count && MeasuredSquare(largest.Select(count)) < Math.Min(independent, split) ? largest
            : independent <= split ? bernoulli : hybrid;
    }

    /// <summary>The squared error of chosen terms by the probes, raised to what it exceeds with a small probability only.</summary>
    private double MeasuredSquare(TermSelection selection)
    {
        using Workspace<T> workspace = new();
        (int[] indices, double[] weights) = (selection.Indices, selection.Weights);
        DenseMatrix<T> c = workspace.Rent(problem.X.RowCount, indices.Length, MatrixLayout.RowMajor);
        DenseMatrix<T> r = workspace.Rent(indices.Length, problem.Y.ColumnCount, MatrixLayout.ColumnMajor);
        PackedTerms.GatherColumns(problem.X, indices, weights, c, problem.Context);
        PackedTerms.GatherRows(problem.Y, indices, weights, r, problem.Context);
        double error = norm.Probe.ErrorOf(c.Span, r.Span) / Norms.Scale;
        return error * error * ProbeTail.Inflation(ResidualEstimator<T>.DegreesOfFreedom, Tuning<ColumnRowTuning>.Current.DoubtOfTopK);
    }

    /// <summary>p for draws with replacement; null for p ∝ w.</summary>
    private double[]? Probabilities() => Options.Probabilities switch
    {
        ColumnRowProbabilities.Uniform => SamplingScheme.Uniform(Norms.Count),
        ColumnRowProbabilities.Leverage => LeverageProbabilities.Of(problem),
        ColumnRowProbabilities.Custom => CustomProbabilities.Checked(Options.CustomProbabilities!, Norms),
        _ => null,
    };
}
