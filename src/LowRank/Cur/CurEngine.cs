using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Selection;

namespace LowRank.CurParts;

/// <summary>One CUR decomposition: rows for chosen columns, the core, and the error in its two parts.</summary>
internal sealed class CurEngine<T>(ILinearOperator<T> a, double? norm, CurDecompositionOptions options, RunContext context)
    where T : unmanaged, INumberBase<T>
{
    private readonly CurTuning _tuning = Tuning<CurTuning>.Current;
    private readonly ColumnSelectionOptions _selection = options.Selection.Within(options);

    private int Size => Math.Max(a.RowCount, a.ColumnCount);

    /// <summary>To a rank, or to an error.</summary>
    public CurParts<T> Find(Truncation truncation, int limit)
    {
        if (truncation.IsRank)
        {
            return Find(truncation, limit, context);
        }

        // A tolerance for both parts of the error leaves each its half of the square; where that is not enough, the columns' is tightened.
        Truncation aim = truncation;
        double factor = Math.Sqrt(0.5);
        double done = 0;
        for (int attempt = 1; ; attempt++)
        {
            double end = attempt == _tuning.MostAttempts ? 1 : (1 + done) / 2;
            aim = truncation.Kind == TruncationKind.RelativeError
                ? Truncation.RelativeError(truncation.Tolerance * factor, truncation.MaxRank)
                : Truncation.AbsoluteError(truncation.Tolerance * factor, truncation.MaxRank);
            CurParts<T> cur = Find(aim, limit, context.Part(done, end));
            done = end;
            double reference = cur.Error.ReferenceNorm;
            bool isRelative = truncation.Kind == TruncationKind.RelativeError;
            double tolerance = Math.Max(truncation.Tolerance, ResidualEstimator<T>.RoundingFloor(Size) * (isRelative ? 1 : reference));
            double error = cur.Error.AtMost(isRelative, Tuning<ErrorsTuning>.Current.FailureProbability);
            if (error <= tolerance || cur.Columns.Length >= limit || reference == 0 || attempt == _tuning.MostAttempts)
            {
                return cur;
            }

            factor *= _tuning.Tightening * Math.Max(_tuning.SmallestStep, tolerance / error);
        }
    }

    /// <summary>For given columns and rows.</summary>
    public CurParts<T> OfIndices(int[] columns, int[] rows)
    {
        using Workspace<T> workspace = new();
        SkeletonBasis<T> basis = SkeletonFit<T>.Of(
            a, ProductSource<T>.ColumnsOf(a), norm, columns, options.Seed, context.Part(0, 0.8), workspace);
        return Assemble(basis, columns, rows, context.Part(0.8, 1), workspace);
    }

    private CurParts<T> Find(Truncation truncation, int limit, RunContext run)
    {
        using Workspace<T> workspace = new();
        Choice<T> choice = new ColumnChooser<T>(
            new SelectionProblem<T>(a, norm, truncation, limit, _selection, run.Part(0, 0.7), workspace)).Choose();
        run.Step("choice of rows", 7, 10);
        int[] rows = Rows(choice, (int)Math.Min((long)choice.Columns.Length + options.RowOversampling, a.RowCount), run.Part(0.7, 0.9),
            workspace);
        return Assemble(choice.Basis, choice.Columns, rows, run.Part(0.9, 1), workspace) with { Method = _selection.ResolvedMethod };
    }

    private int[] Rows(Choice<T> choice, int count, RunContext run, Workspace<T> workspace)
    {
        if (options.RowSelection == CurRowSelection.Independent)
        {
            int limit = Math.Min(count, a.ColumnCount);
            int[] chosen = new ColumnChooser<T>(new SelectionProblem<T>(
                ProductSource<T>.Transpose(a), norm, limit, limit, _selection, run, workspace)).ChooseColumns();
            return SkeletonBasis<T>.FillUp(chosen, count, a.RowCount);
        }

        // Rows of a basis of the columns (their conjugates, for the transpose): those that span it best.
        DenseMatrix<T> q = choice.Basis.Q.AsColumns(0, choice.Basis.NumericalRank);
        DenseMatrix<T> basis = workspace.Rent(q.RowCount, q.ColumnCount);
        Kernels<T>.Copy(q.Span.Conjugate(), basis.Span);
        int[] rows = ColumnSelectors<T>.For(_selection.ResolvedMethod) is SubspaceSelector<T> selector
            ? selector.Choose(basis, () => DenseInput.Of(ProductSource<T>.Transpose(a)), new IndexSampler(~options.Seed))
            : Pivots(basis, workspace);
        return WithLeverage(q, rows, count);
    }

    private static int[] Pivots(DenseMatrix<T> basis, Workspace<T> workspace)
    {
        DenseMatrix<T> rows = workspace.Rent(basis.ColumnCount, basis.RowCount);
        Kernels<T>.Copy(basis.Span.ConjugateTranspose(), rows.Span);
        return EarlyPivotedQr<T>.Of(rows, basis.ColumnCount, 0, 0, workspace).Pivots;
    }

    /// <summary>Further rows are those with most weight in the basis.</summary>
    private static int[] WithLeverage(DenseMatrix<T> q, int[] rows, int count)
    {
        double[] scores = new double[q.RowCount];
        Kernels<T>.ColumnSquares(q.Span.Transpose(), scores);
        HashSet<int> chosen = [.. rows];
        IEnumerable<int> others = Enumerable.Range(0, q.RowCount).Where(i => !chosen.Contains(i)).OrderByDescending(i => scores[i]).ThenBy(
            i => i);
        return [.. rows, .. others.Take(count - rows.Length)];
    }

    private CurParts<T> Assemble(SkeletonBasis<T> basis, int[] columns, int[] rows, RunContext run, Workspace<T> workspace)
    {
        run.Step("core", 0, 1);
        DenseMatrix<T> r = workspace.Rent(rows.Length, a.ColumnCount, MatrixLayout.RowMajor);
        ProductSource<T>.RowsOf(a).CopyRows(rows, r);
        CoreFactors<T>? factors = null;
        double condition = double.NaN;
        if (options.Core == CurCore.Intersection)
        {
            IntersectionCore<T> intersection = IntersectionCore<T>.Of(columns, r, workspace);
            condition = intersection.Condition;
            factors = condition <= (options.ConditionLimit ?? (_tuning.ConditionUnits / Scalar<T>.Epsilon)) ? intersection.Factors : null;
        }

        CurCore core = factors is null ? CurCore.Optimal : CurCore.Intersection;
        factors ??= OptimalCore<T>.Of(basis, columns, r, Size, workspace);

        // A − C X splits into what is outside the columns and QᴴA − (QᴴC) X inside them, which are orthogonal.
        int rank = basis.NumericalRank;
        MatrixSpan<T> projected = basis.AdjointProduct.AsColumns(0, rank).Span.ConjugateTranspose();
        DenseMatrix<T> inside = workspace.Rent(rank, a.ColumnCount);
        DenseMatrix<T> seen = workspace.Rent(rank, columns.Length);
        Kernels<T>.Copy(projected, inside.Span);
        for (int j = 0; j < columns.Length; j++)
        {
            Kernels<T>.Copy(projected.Columns(columns[j], 1), seen.Span.Columns(j, 1));
        }

        Kernels<T>.Gemm(-T.One, seen.Span, factors.Coefficients.Span, T.One, inside.Span);
        double reference = basis.Residual.Norm;
        double rowError = Kernels<T>.FrobeniusNorm(inside.Span);
        double share = reference == 0 ? 0 : rowError / reference;
        double dropped = basis.Dropped(rank);
        ErrorEstimate outside = ResidualEstimator<T>.Estimate(basis.Residual, dropped, Size);
        ErrorEstimate error = ResidualEstimator<T>.Estimate(basis.Residual, dropped + (share * share), Size);
        return new CurParts<T>(columns, rows, factors, core, condition, error, outside.Frobenius, rowError);
    }
}
