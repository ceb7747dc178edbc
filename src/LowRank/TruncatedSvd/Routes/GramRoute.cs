using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;
using LowRank.Spaces;
using LowRank.Tall;

namespace LowRank.TruncatedSvds;

/// <summary>
/// The truncated SVD of a tall (or wide) matrix from the eigenvectors of its small Gram matrix, followed by Rayleigh–Ritz on them:
/// AV_k = QR and R = WΣZᴴ give A ≈ (QW) Σ (V_kZ)ᴴ with orthonormal factors. The squares cost half of the digits: directions with singular
/// values below √ε σ₁ are not found.
/// </summary>
internal static class GramRoute
{
    /// <summary>Null where the result cannot be trusted, or the squares overflow.</summary>
    public static SvdOutcome<T>? Run<T>(SvdTask<T> task, SvdStep step, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> a = DenseInput.Of(task.A.Inner);
        bool isWide = a.RowCount < a.ColumnCount;
        DenseMatrix<T> tall = isWide ? a.Transpose() : a;
        int n = tall.ColumnCount;
        double norm = task.Norm.Value ?? a.FrobeniusNorm();
        if (norm == 0 || !Kernels<T>.IsSafeSquare(norm * norm) || (Scalar<T>.IsSingle && norm is < 1e-15 or > 1e15)
            || (!task.Truncation.IsRank && !task.Truncation.IsSpectral
                && task.Truncation.RelativeTolerance(norm) < ResidualEstimator<T>.IdentityFloor))
        {
            return null;
        }

        using Workspace<T> workspace = new();
        context.Step("Gram matrix", 0, 4);
        DenseMatrix<T> v = workspace.Rent(n, n);
        Kernels<T>.Gram(tall.Span, v.Span);
        task.A.Count(1, n);

        context.Step("eigenvectors", 1, 4);
        double[] ascending = new double[n];
        Kernels<T>.Eigh(v.Span, ascending);
        double[] squares = new double[n];
        for (int i = 0; i < n; i++)
        {
            squares[i] = Math.Max(0, ascending[n - 1 - i] / norm / norm);
        }

        if (task.Truncation.IsSpectral
            && SpectralTolerance(task, squares, norm) < ResidualEstimator<T>.IdentityFloor / task.Tuning.SpectralShare)
        {
            return null;
        }

        int rank = Count(task, squares, norm);
        double smallest = rank == 0 ? 1 : Math.Sqrt(squares[rank - 1] / squares[0]);
        if (step.MayGiveUp && !(smallest > task.Tuning.GramMargin * Math.Sqrt(Scalar<T>.Epsilon)))
        {
            return null;
        }

        // The leading eigenvectors stand last, in rising order.
        DenseMatrix<T> leading = workspace.Rent(n, rank);
        for (int j = 0; j < rank; j++)
        {
            v.Span.Major(n - 1 - j).CopyTo(leading.Span.Major(j));
        }

        context.Step("projection", 2, 4);
        DenseMatrix<T> q = workspace.Rent(tall.RowCount, rank);
        DenseMatrix<T> r = workspace.Rent(rank, rank);
        Kernels<T>.Gemm(T.One, tall.Span, leading.Span, T.Zero, q.Span);
        task.A.Count(1, rank);
        Orthonormalizer<T>.Orthonormalize(q, r);
        ILinearOperator<T> adjoint = LinearOperator.Create<T>(n, tall.RowCount, tall.MultiplyAdjoint, tall.Multiply);
        Residual residual = ResidualEstimator<T>.OfBasis(
            adjoint, norm, leading, Kernels<T>.FrobeniusNorm(r.Span), task.Options.Seed, context);
        SpectralResidual? spectral = task.Truncation.IsSpectral
            ? SpectralResidual.Of(adjoint, leading, 1, task.Options.Seed, context) : null;
        ThinSvd<T> small = ThinSvd<T>.Of(r);

        // AV = UΣ holds to rounding; eigenvectors of G = AᴴA have residuals of rounding of ‖G‖, which Aᴴu − σv divides by σ.
        double rounding = ResidualEstimator<T>.RoundingFloor(task.Max) * norm;
        double[] residuals = Array.ConvertAll(small.S, s => s == 0 ? norm : Math.Min(norm, rounding * (1 + (norm / s))));
        SearchSummary search = new() { Space = SearchSpace.GramMatrix, End = SearchEnd.Complete, Blocks = 1, BlockSize = rank };
        if (!isWide)
        {
            Captured<T> found = new(TallBlock<T>.Whole(q), small, leading, residual, spectral, residuals);
            return task.Assemble(found, TruncatedSvdMethod.Gram, step.Reason, search);
        }

        // Aᵀ V = Q R is A = conj(V) Rᵀ Qᵀ: the same with everything transposed.
        ThinSvd<T> transposed = new(small.VT.Transpose(), small.S, small.U.Transpose(), small.Driver);
        Kernels<T>.ConjugateInPlace(leading.Span);
        Kernels<T>.ConjugateInPlace(q.Span);
        return task.Assemble(
            new Captured<T>(TallBlock<T>.Whole(leading), transposed, q, residual, spectral, residuals), TruncatedSvdMethod.Gram,
            step.Reason, search);
    }

    /// <summary>How many eigenvectors to go on with.</summary>
    private static int Count<T>(SvdTask<T> task, double[] squares, double norm)
        where T : unmanaged, INumberBase<T>
    {
        if (task.Truncation.IsSpectral)
        {
            // So many that what they leave hardly counts beside what is dropped of them.
            double allowed = SpectralTolerance(task, squares, norm);
            return squares.Count(square => Math.Sqrt(square) > task.Tuning.SpectralShare * allowed);
        }

        // To an error one more, since squares are not quite right.
        int rank = task.Truncation.ChooseRank(squares, 0, norm, task.Limit);
        return task.Truncation.IsRank ? rank : Math.Min(task.Limit, rank + 1);
    }

    private static double SpectralTolerance<T>(SvdTask<T> task, double[] squares, double norm)
        where T : unmanaged, INumberBase<T> => task.Truncation.SpectralTolerance(squares.Length == 0 ? 0 : Math.Sqrt(squares[0]), norm);
}
