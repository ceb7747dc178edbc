using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Selection;
using LowRank.Sketching;
using LowRank.Tall;

namespace LowRank.Interpolative;

/// <summary>
/// Columns and coefficients from one sketch alone: Y = ΩA, Z = Y_J⁻¹Y (Dong and Martinsson 2023). The error is measured with independent
/// probes.
/// </summary>
internal sealed class SketchInterpolation<T>(SelectionProblem<T> problem)
    where T : unmanaged, INumberBase<T>
{
    private readonly ILinearOperator<T> _a = problem.A;

    /// <summary>The decomposition.</summary>
    public ColumnSkeleton<T> Find()
    {
        (Truncation truncation, RunContext context, ulong seed) = (problem.Truncation, problem.Context, problem.Options.Seed);
        using Workspace<T> workspace = new();
        DenseMatrix<T> probes = workspace.Rent(_a.ColumnCount, ResidualEstimator<T>.ProbeCount);
        new GaussianSketch<T>(seed, RandomStream.Probe).Fill(probes, 0, context.MaxDegreeOfParallelism);
        TallBlock<T> products = ResidualEstimator<T>.Probe(_a, seed, context, workspace);
        if (_a is not DenseMatrix<T>)
        {
            MatrixGuard.FiniteProduct(products.FrobeniusNorm(), _a, "a");
        }

        double reference = problem.Norm ?? ResidualEstimator<T>.Norm(products);
        bool isRelative = truncation.Kind == TruncationKind.RelativeError;
        double tolerance = Math.Max(
            truncation.Tolerance, ResidualEstimator<T>.RoundingFloor(problem.Size) * (isRelative ? 1 : reference));
        int first = truncation.IsRank ? problem.Limit : Tuning<InterpolativeTuning>.Current.FirstSketch;
        return Growth.Run(first, problem.Limit, context, At, found => found is not null)!;

        // What a sketch for so many columns gives; null where that is too little and there may be more.
        ColumnSkeleton<T>? At(int count, RunContext round)
        {
            using Workspace<T> inner = new();
            EarlyPivotedQr<T> pivoted = Pivot(count, round, inner);
            int found = problem.Rows.Agree(pivoted.Rank);
            if (truncation.IsRank)
            {
                return Of(found, problem.Limit);
            }

            if (count < problem.Limit && !Meets(found))
            {
                return null;
            }

            // The smallest number of these columns that will do, by bisection: the probes are the same for all of them.
            int low = 0;
            int high = found;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = Meets(middle) ? (low, middle) : (middle + 1, high);
            }

            return Of(high, high);

            ColumnSkeleton<T> Of(int used, int rank) => Solve(pivoted, used, rank, reference, probes, products, isLast: true);

            bool Meets(int used) => problem.Rows.Agree(
                Solve(pivoted, used, used, reference, probes, products, isLast: false)
                    .Error.AtMost(isRelative, Tuning<ErrorsTuning>.Current.FailureProbability) <= tolerance);
        }
    }

    /// <summary>The pivoted QR of conj(ΩA): as a row-major n × d matrix, the adjoint product (ΩA)ᴴ is its transpose in memory.</summary>
    private EarlyPivotedQr<T> Pivot(int count, RunContext context, Workspace<T> workspace)
    {
        context.Step("sketch", 0, 2);
        int rows = (int)Math.Min((long)count + problem.Options.Oversampling, problem.Rows.Count);
        DenseMatrix<T> omega = workspace.Rent(_a.RowCount, rows);
        new GaussianSketch<T>(problem.Options.Seed, RandomStream.Sketch).Fill(omega, 0, context.MaxDegreeOfParallelism, problem.Rows);
        DenseMatrix<T> sketch = workspace.Rent(rows, _a.ColumnCount);
        _a.MultiplyAdjoint(omega, sketch.Transpose());
        context.Step("choice of columns", 1, 2);
        double floor = Scalar<T>.Rounding(problem.Size) * Kernels<T>.FrobeniusNorm(sketch.Span);
        return EarlyPivotedQr<T>.Of(sketch, count, 0, floor, workspace);
    }

    private ColumnSkeleton<T> Solve(
        EarlyPivotedQr<T> pivoted, int used, int rank, double reference, DenseMatrix<T> probes, TallBlock<T> products,
        bool isLast)
    {
        int[] columns = problem.Rows.Agree(SkeletonBasis<T>.FillUp(pivoted.Pivots[..used], rank, _a.ColumnCount));
        using Workspace<T> workspace = new();
        DenseMatrix<T> z = DenseMatrix.Uninitialized<T>(rank, _a.ColumnCount, MatrixLayout.ColumnMajor);
        Kernels<T>.Fill(T.Zero, z.Span);
        MatrixSpan<T> solved = z.Span.Rows(0, used);
        Kernels<T>.Copy(pivoted.R.AsRows(0, used).Span, solved);
        Kernels<T>.SolveUpper(pivoted.Triangle(used).Span, solved);
        Kernels<T>.ConjugateInPlace(solved);
        ColumnInterpolation<T>.WithIdentity(z, columns);
        problem.Rows.Unify(z);
        DenseMatrix<T> skeleton = DenseMatrix.Uninitialized<T>(_a.RowCount, rank, MatrixLayout.ColumnMajor);
        problem.Source.CopyColumns(columns, skeleton);
        DenseMatrix<T> left = workspace.Rent(rank, products.ColumnCount);
        TallBlock<T> difference = TallBlock<T>.Rent(workspace, products.Space, products.ColumnCount);
        Kernels<T>.Copy(products.Local.Span, difference.Local.Span);
        Kernels<T>.Gemm(T.One, z.Span, probes.Span, T.Zero, left.Span);
        new TallBlock<T>(skeleton, products.Space).Multiply(-T.One, left.Span, T.One, difference);
        ErrorEstimate error = ResidualEstimator<T>.Estimate(Measured(skeleton, z, difference, reference, isLast), 0, problem.Size);
        return new ColumnSkeleton<T>(columns, skeleton, z, Kernels<T>.LargestMagnitude(z.Span), error, 0);
    }

    /// <summary>What products of A − C Z with probes say; of the result that is returned also what Uᴴ(A − C Z) says for the directions U
    /// that they have found.</summary>
    private Residual Measured(DenseMatrix<T> skeleton, DenseMatrix<T> z, TallBlock<T> difference, double reference, bool isLast)
    {
        using Workspace<T> workspace = new();
        ProbeFigure figure = ResidualEstimator<T>.Plain(difference.FrobeniusNorm());
        if (isLast)
        {
            double noise = ResidualEstimator<T>.RoundingFloor(problem.Size) * reference;
            figure = DeflatedProbes<T>.Of(difference, noise, _a.ColumnCount, workspace, (u, image) =>
            {
                _a.MultiplyAdjoint(u.Local, image);
                DenseMatrix<T> inner = workspace.Rent(skeleton.ColumnCount, u.ColumnCount);
                new TallBlock<T>(skeleton, u.Space).MultiplyAdjoint(u, inner);
                Kernels<T>.Gemm(-T.One, z.Span.ConjugateTranspose(), inner.Span, T.One, image.Span);
                return null;
            }) ?? figure;
        }

        Residual residual = ResidualEstimator<T>.OfFigure(reference, figure, null);
        return problem.Norm is not null ? residual : residual with
        {
            Reference = NormKnowledge.ByProbes(
                ResidualEstimator<T>.DegreesOfFreedom,
                new TallBlock<T>(skeleton, problem.Rows).NormOfProduct(z.Span, workspace), reference),
        };
    }
}
