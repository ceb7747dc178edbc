using System.Globalization;
using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>
/// A few singular triplets to high accuracy, by the thick-restarted block Lanczos bidiagonalisation (Baglama and Reichel 2005): it goes
/// on until each residual ‖Aᴴu − σv‖ is below the tolerance times σ₁ (for the smallest ones: until A's inverse on its row space has
/// converged in the same way).
/// </summary>
internal static class LanczosRoute
{
    public static SvdOutcome<T> Run<T>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        if (task.Norm.Value == 0)
        {
            return SubspaceRoute.Run(task, step, context);
        }

        if (task.Truncation.IsRank)
        {
            return ToRank(task, step, context, isSpectral: false);
        }

        // The rank that the error needs is found first; then its triplets are computed to all digits.
        SvdOutcome<T> found = KrylovRoute.Run(task, step, double.PositiveInfinity, context.Part(0, 0.5))!;
        int rank = found.S.Length;
        if (rank == 0)
        {
            return found;
        }

        SvdTask<T> second = task with { Truncation = rank, Limit = rank };
        SvdOutcome<T> result = ToRank(second, step, context.Part(0.5, 1), task.Truncation.IsSpectral);
        if (!task.Truncation.IsSpectral)
        {
            return result;
        }

        // The second basis is the smaller one: where the spectrum is flat behind the rank, it may leave too much to prove that the
        // tolerance is kept.
        double norm = found.Error.ReferenceNorm;
        double tolerance = task.Truncation.SpectralTolerance(found.S[0] / norm, norm) * norm;
        return found.Error.Spectral!.Keeps(tolerance) && !result.Error.Spectral!.Keeps(tolerance) ? found : result;
    }

    private static SvdOutcome<T> ToRank<T>(SvdTask<T> task, SvdStep step, RunContext context, bool isSpectral)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        (BlockLanczos<T> lanczos, SearchOutcome outcome) = Converge(
            task.A, task.Norm.Value, task, task.Tuning.MostLanczosRestarts, context, workspace);
        if (outcome.End is SearchEnd.Budget)
        {
            throw NotConverged(task);
        }

        SpectralResidual? spectral = isSpectral
            ? SpectralResidual.Of(task.A, lanczos.Basis, 1, task.Options.Seed, context, RandomStream.FinalProbe) : null;
        return task.Assemble(
            lanczos.Capture() with { Spectral = spectral }, TruncatedSvdMethod.Lanczos,
            FormattableString.Invariant($"{step.Reason}; converged after {outcome.Restarts} restarts"),
            Summary(SearchSpace.BlockLanczos, lanczos, outcome));
    }

    /// <summary>The smallest triplets of a matrix of full rank, written out: the largest of R⁻¹, for A = QR. Null where R is singular to
    /// rounding, or does not converge and may give up.</summary>
    public static SvdOutcome<T>? RunSmallest<T>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> a = DenseInput.Of(task.A.Inner);
        bool isWide = a.RowCount < a.ColumnCount;
        DenseMatrix<T> tall = isWide ? a.Transpose() : a;
        int n = tall.ColumnCount;
        using Workspace<T> workspace = new();
        context.Step("QR", 0, 4);
        DenseMatrix<T> q = workspace.Rent(tall.RowCount, n);
        DenseMatrix<T> r = workspace.Rent(n, n);
        Kernels<T>.Copy(tall.Span, q.Span);
        Orthonormalizer<T>.Householder(q, r);
        if (!(Kernels<T>.ReciprocalConditionUpper(r.Span) > n * Scalar<T>.Epsilon))
        {
            return null;
        }

        int mostRestarts = step.MayGiveUp ? task.Tuning.RestartsBeforeFull : task.Tuning.MostLanczosRestarts;
        (BlockLanczos<T> lanczos, SearchOutcome outcome) = Converge(
            new InverseTriangle<T>(r), null, task, mostRestarts, context, workspace);
        if (outcome.End is SearchEnd.Budget)
        {
            return step.MayGiveUp ? null : throw NotConverged(task);
        }

        ThinSvd<T> inverse = ThinSvd<T>.Of(lanczos.Projection);

        // R⁻¹ = U' S V'ᴴ on what converged, so R = V' S⁻¹ U'ᴴ there; its largest come last.
        int rank = task.Limit;
        DenseMatrix<T> left = workspace.Rent(n, rank);
        DenseMatrix<T> right = workspace.Rent(n, rank);
        Kernels<T>.Gemm(T.One, lanczos.X.Span, inverse.VT.AsRows(0, rank).Span.ConjugateTranspose(), T.Zero, left.Span);
        Kernels<T>.Gemm(T.One, lanczos.Basis.Local.Span, inverse.U.AsColumns(0, rank).Span, T.Zero, right.Span);
        double[] s = new double[rank];
        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(tall.RowCount, rank, MatrixLayout.ColumnMajor);
        DenseMatrix<T> v = DenseMatrix.Uninitialized<T>(n, rank, MatrixLayout.ColumnMajor);
        Kernels<T>.Gemm(T.One, q.Span, left.Span, T.Zero, u.Span);
        for (int j = 0; j < rank; j++)
        {
            s[j] = 1 / inverse.S[rank - 1 - j];
            right.Span.Major(rank - 1 - j).CopyTo(v.Span.Major(j));
        }

        Reverse(u);
        double norm = task.Norm.Value ?? a.FrobeniusNorm();
        double kept = Residual.Tail(Residual.Shares(s, norm), 0);
        ErrorEstimate error = ResidualEstimator<T>.EstimateDropped(norm, Math.Max(0, 1 - kept), task.Max);
        string how = FormattableString.Invariant(
            $"{step.Reason}; by QR and the inverse of R, converged after {outcome.Restarts} restarts");

        // Of Aᵀ = u s vᴴ the factors of A are conj(v) and uᵀ.
        Kernels<T>.ConjugateInPlace(v.Span);
        (DenseMatrix<T> first, DenseMatrix<T> second) = isWide ? (v, u.Transpose()) : (u, v.Transpose());
        return new SvdOutcome<T>(first, s, second, error, TruncatedSvdMethod.Lanczos, SvdDriver.DivideAndConquer, how)
        {
            Search = Summary(SearchSpace.InverseLanczos, lanczos, outcome),
            ValueAccuracy = Accuracy(task, first, s, second),
        };
    }

    /// <summary>The residuals by two products. The inverse of a value is within the tolerance times the largest inverse.</summary>
    private static SingularValueAccuracy[] Accuracy<T>(SvdTask<T> task, DenseMatrix<T> u, double[] s, DenseMatrix<T> vt)
        where T : unmanaged, INumberBase<T>
    {
        double[] residuals = TripletResiduals<T>.OfBoth(task.A, u, s, vt.ConjugateTranspose());
        SingularValueAccuracy[] accuracy = new SingularValueAccuracy[s.Length];
        for (int i = 0; i < s.Length; i++)
        {
            double error = s[i] * Math.Min(1, Tolerance(task) * s[i] / s[^1]);
            accuracy[i] = new SingularValueAccuracy(residuals[i], error, error <= task.Tuning.ValueTarget * s[i]);
        }

        return accuracy;
    }

    private static (BlockLanczos<T> Space, SearchOutcome Outcome) Converge<T>(
        ILinearOperator<T> a, double? norm, SvdTask<T> task, int mostRestarts, RunContext context, Workspace<T> workspace)
        where T : unmanaged, INumberBase<T>
    {
        int rank = task.Limit;
        int min = (int)Math.Min(RowSpace.Of(a).Count, a.ColumnCount);
        int width = Math.Min(min, Math.Min(task.Tuning.LanczosBlock, Math.Max(2, rank)));
        int room = (2 * rank) + (task.Tuning.LanczosRoom * width) + width - 1;
        BlockLanczos<T> lanczos = new(a, norm, width, room, task.Start, context, workspace);
        double spread = Math.Max(Tuning<SpacesTuning>.Current.SpreadOfExactCopies, 10 * Tolerance(task));
        CopiesTried rule = new(new TripletResidualsWithin<T>(lanczos, rank, Tolerance(task), room), lanczos, rank, spread);
        Budget budget = new(room, rank + (task.Tuning.LanczosKept * width), mostRestarts - 1);
        return (lanczos, Search.Run(lanczos, rule, budget, context));
    }

    private static SearchSummary Summary<T>(SearchSpace space, BlockLanczos<T> lanczos, SearchOutcome outcome)
        where T : unmanaged, INumberBase<T> => new()
        {
            Space = space,
            End = outcome.End!.Value,
            Blocks = outcome.Blocks,
            BlockSize = lanczos.BlockSize,
            Restarts = outcome.Restarts,
        };

    private static NonConvergenceException NotConverged<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T> =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"Lanczos did not reach the relative tolerance {Tolerance(task):G3} for {task.Limit} triplets in "
            + $"{task.Tuning.MostLanczosRestarts} restarts; ask for fewer digits, or use TruncatedSvdMethod.Full."));

    private static double Tolerance<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T> => task.Options.RelativeTolerance ?? (Scalar<T>.IsSingle ? 1e-5 : 1e-10);

    private static void Reverse<T>(DenseMatrix<T> columns)
        where T : unmanaged, INumberBase<T>
    {
        using Rented<T> held = new(columns.RowCount);
        for (int j = 0; j < columns.ColumnCount / 2; j++)
        {
            Span<T> first = columns.Span.Major(j);
            Span<T> last = columns.Span.Major(columns.ColumnCount - 1 - j);
            first.CopyTo(held.Span);
            last.CopyTo(first);
            held.Span.CopyTo(last);
        }
    }

    /// <summary>R⁻¹, by triangular solves.</summary>
    private sealed class InverseTriangle<T>(DenseMatrix<T> r) : ILinearOperator<T>
        where T : unmanaged, INumberBase<T>
    {
        public int RowCount => r.RowCount;

        public int ColumnCount => r.RowCount;

        public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
        {
            Kernels<T>.Copy(x.Span, destination.Span);
            Kernels<T>.SolveUpper(r.Span, destination.Span);
        }

        public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
        {
            Kernels<T>.Copy(x.Span, destination.Span);
            Kernels<T>.SolveUpperAdjoint(r.Span, destination.Span);
        }
    }
}
