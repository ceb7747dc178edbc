using System.Globalization;
using System.Numerics;
using LowRank.Errors;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>
/// A few singular triplets to high accuracy, by the thick-restarted block Lanczos bidiagonalisation (Baglama and Reichel 2005): it goes
/// on until each residual ‖Aᴴu − σv‖ is below the tolerance times σ₁ (for the smallest ones: until A's inverse on its row space has
/// converged in the same way).
/// </summary>
internal static class LanczosSvd
{
    // Narrow blocks converge in the fewest products; this many columns cost a product hardly more than one does.
    private const int WidestBlock = 8;
    private const int BlocksBeyondRank = 6;
    private const int MostRestarts = 500;

    // Where the full SVD is open to the caller: by then it is the faster way.
    private const int RestartsBeforeFull = 50;

    public static TruncatedSvd<T> Compute<T>(SvdTask<T> task, string reason)
        where T : unmanaged, INumberBase<T>
    {
        if (task.Limit == 0 || task.Min == 0 || task.Norm == 0)
        {
            return SubspaceSvd.Compute(task, reason);
        }

        if (task.Truncation.IsRank)
        {
            return ToRank(task, reason, isSpectral: false);
        }

        // The rank that the error needs is found first; then its triplets are computed to all digits.
        TruncatedSvd<T> found = KrylovSvd.ToTolerance(task, mayGiveUp: false)!;
        int rank = found.Rank;
        SvdTask<T> second = task with { Truncation = rank, Limit = rank, Context = task.Context.Part(0.5, 1) };
        if (!task.Truncation.IsSpectral)
        {
            return Compute(second, reason);
        }

        if (rank == 0)
        {
            return found;
        }

        // The second basis is the smaller one: where the spectrum is flat behind the rank, it may leave too much to prove that the
        // tolerance is kept.
        TruncatedSvd<T> result = ToRank(second, reason, isSpectral: true);
        double norm = found.Error.ReferenceNorm;
        double tolerance = task.Truncation.SpectralTolerance(found.SingularValues[0] / norm, norm) * norm;
        return found.Error.Spectral!.Keeps(tolerance) && !result.Error.Spectral!.Keeps(tolerance) ? found : result;
    }

    private static TruncatedSvd<T> ToRank<T>(SvdTask<T> task, string reason, bool isSpectral)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> workspace = new();
        (BlockLanczos<T> lanczos, int restarts) = TryConverge(task.A, task, workspace, MostRestarts) ?? throw NotConverged(task);
        Residual residual = ResidualEstimator<T>.OfBasis(task.A, task.Norm, lanczos.Q, lanczos.Captured, task.Options.Seed, task.Context);
        SpectralResidual? spectral = isSpectral
            ? SpectralResidual.Of(task.A, lanczos.Q, 1, task.Options.Seed, task.Context, RandomStream.FinalProbe) : null;
        ThinSvd<T> small = ThinSvd<T>.Of(lanczos.Projection);
        return task.Assemble(
            lanczos.Q, small, lanczos.X, residual, TruncatedSvdMethod.Lanczos,
                FormattableString.Invariant($"{reason}; converged after {restarts} restarts"), spectral);
    }

    /// <summary>The smallest triplets of a dense matrix of full rank: the largest of R⁻¹, for A = QR. Null where R is singular to
    /// rounding, or does not converge and may give up.</summary>
    public static TruncatedSvd<T>? Smallest<T>(SvdTask<T> task, string reason, bool mayGiveUp)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> a = task.Dense!;
        bool isWide = a.RowCount < a.ColumnCount;
        DenseMatrix<T> tall = isWide ? a.Transpose() : a;
        int n = tall.ColumnCount;
        using Workspace<T> workspace = new();
        task.Context.Step("QR", 0, 4);
        DenseMatrix<T> q = workspace.Rent(tall.RowCount, n);
        DenseMatrix<T> r = workspace.Rent(n, n);
        Kernels<T>.Copy(tall.Span, q.Span);
        Orthonormalizer<T>.Householder(q, r);
        if (!(Kernels<T>.ReciprocalConditionUpper(r.Span) > n * Scalar<T>.Epsilon))
        {
            return null;
        }

        if (TryConverge(new InverseTriangle<T>(r), task, workspace, mayGiveUp ? RestartsBeforeFull : MostRestarts) is not var (
            lanczos, restarts))
        {
            return mayGiveUp ? null : throw NotConverged(task);
        }

        ThinSvd<T> inverse = ThinSvd<T>.Of(lanczos.Projection);

        // R⁻¹ = U' S V'ᴴ on what converged, so R = V' S⁻¹ U'ᴴ there; its largest come last.
        int rank = task.Limit;
        DenseMatrix<T> left = workspace.Rent(n, rank);
        DenseMatrix<T> right = workspace.Rent(n, rank);
        Kernels<T>.Gemm(T.One, lanczos.X.Span, inverse.VT.AsRows(0, rank).Span.ConjugateTranspose(), T.Zero, left.Span);
        Kernels<T>.Gemm(T.One, lanczos.Q.Span, inverse.U.AsColumns(0, rank).Span, T.Zero, right.Span);
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
        double norm = task.Norm ?? a.FrobeniusNorm();
        double kept = s.Sum(value => value / norm * (value / norm));
        ErrorEstimate error = ResidualEstimator<T>.EstimateDropped(norm, Math.Max(0, 1 - kept), task.Max);
        string how = FormattableString.Invariant($"{reason}; by QR and the inverse of R, converged after {restarts} restarts");

        // Of Aᵀ = u s vᴴ the factors of A are conj(v) and uᵀ.
        if (isWide)
        {
            Kernels<T>.ConjugateInPlace(v.Span);
            return task.Finish(v, s, u.Transpose(), error, TruncatedSvdMethod.Lanczos, SvdDriver.DivideAndConquer, how);
        }

        Kernels<T>.ConjugateInPlace(v.Span);
        return task.Finish(u, s, v.Transpose(), error, TruncatedSvdMethod.Lanczos, SvdDriver.DivideAndConquer, how);
    }

    private static (BlockLanczos<T> Basis, int Restarts)? TryConverge<T>(
        ILinearOperator<T> a, SvdTask<T> task, Workspace<T> workspace, int mostRestarts)
        where T : unmanaged, INumberBase<T>
    {
        int rank = task.Limit;
        int width = Math.Min(Math.Min(a.RowCount, a.ColumnCount), Math.Min(WidestBlock, Math.Max(2, rank)));
        int most = (2 * rank) + (BlocksBeyondRank * width);
        double tolerance = Tolerance(task);
        BlockLanczos<T> lanczos = new(a, width, most, task.Options.Seed, task.Context, workspace, task.Options.Sketch);
        for (int restarts = 0; restarts < mostRestarts; restarts++)
        {
            while (lanczos.Size < most && !lanczos.IsComplete)
            {
                task.Context.Step($"restart {restarts}", restarts + 1, restarts + 2);
                lanczos.Expand();
            }

            if (lanczos.IsComplete)
            {
                return (lanczos, restarts);
            }

            // T's square part: A (XZ) = (QW) Σ, and what Aᴴ (QW) has outside XZ is the coupling to the next block.
            ThinSvd<T> square = ThinSvd<T>.Of(lanczos.Projection.AsColumns(0, lanczos.Size));
            if (LargestResidual(lanczos, square, rank) <= tolerance * square.S[0])
            {
                return (lanczos, restarts);
            }

            int keep = Math.Min(lanczos.Size, rank + (2 * width));
            lanczos.Restart(square.U.AsColumns(0, keep), square.S.AsSpan(0, keep), square.VT.AsRows(0, keep));
        }

        return null;
    }

    private static NonConvergenceException NotConverged<T>(SvdTask<T> task)
        where T : unmanaged, INumberBase<T> =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"Lanczos did not reach the relative tolerance {Tolerance(task):G3} for {task.Limit} triplets in "
            + $"{MostRestarts} restarts; ask for fewer digits, or use TruncatedSvdMethod.Full."));

    private static double LargestResidual<T>(BlockLanczos<T> lanczos, ThinSvd<T> square, int rank)
        where T : unmanaged, INumberBase<T>
    {
        using Workspace<T> scratch = new();
        int size = lanczos.Size;
        DenseMatrix<T> next = lanczos.Projection.AsColumns(size, lanczos.RightSize - size);
        DenseMatrix<T> coupling = scratch.Rent(next.ColumnCount, Math.Min(rank, size));
        Kernels<T>.Gemm(T.One, next.Span.ConjugateTranspose(), square.U.AsColumns(0, coupling.ColumnCount).Span, T.Zero, coupling.Span);
        double largest = 0;
        for (int j = 0; j < coupling.ColumnCount; j++)
        {
            largest = Math.Max(largest, Kernels<T>.FrobeniusNorm(coupling.AsColumns(j, 1).Span));
        }

        return largest;
    }

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
