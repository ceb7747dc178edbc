using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Tall;

/// <summary>The thin SVD, A = U diag(S) VT, as new matrices.</summary>
internal sealed record ThinSvd<T>(DenseMatrix<T> U, double[] S, DenseMatrix<T> VT, SvdDriver Driver)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>From the Gram matrix or by LAPACK, after a QR factorisation where one side is much longer than the other. U and VT have
    /// A's layout.</summary>
    public static ThinSvd<T> Of(DenseMatrix<T> a)
    {
        int min = Math.Min(a.RowCount, a.ColumnCount);
        TallTuning tuning = Tuning<TallTuning>.Current;
        if (min == 0 || Math.Max(a.RowCount, a.ColumnCount) < tuning.TallRatio * min)
        {
            return Direct(a);
        }

        if (a.RowCount < a.ColumnCount)
        {
            // Aᵀ = Ṽ diag(S) Ũ gives A = Ũᵀ diag(S) Ṽᵀ: nothing is conjugated.
            ThinSvd<T> transposed = Of(a.Transpose());
            return new ThinSvd<T>(transposed.VT.Transpose(), transposed.S, transposed.U.Transpose(), transposed.Driver);
        }

        if (a.RowCount < tuning.GramRatio * min && TryGram(a) is { } direct)
        {
            return direct;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> q = workspace.Rent(a.RowCount, min);
        DenseMatrix<T> r = workspace.Rent(min, min);
        Kernels<T>.Copy(a.Span, q.Span);
        Orthonormalizer<T>.Orthonormalize(q, r);
        ThinSvd<T> small = Direct(r);
        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(a.RowCount, min, a.Layout);
        Kernels<T>.Gemm(T.One, q.Span, small.U.Span, T.Zero, u.Span);
        return new ThinSvd<T>(u, small.S, small.VT.ToDense(a.Layout), small.Driver);
    }

    /// <summary>The same of a block that may be in parts, which together have no fewer rows than columns: U holds this part's
    /// rows.</summary>
    public static ThinSvd<T> Of(TallBlock<T> a)
    {
        if (a.Space.IsLocal)
        {
            return Of(a.Local);
        }

        using Workspace<T> workspace = new();
        TallBlock<T> q = TallBlock<T>.Rent(workspace, a.Space, a.ColumnCount);
        DenseMatrix<T> r = workspace.Rent(a.ColumnCount, a.ColumnCount);
        Kernels<T>.Copy(a.Local.Span, q.Local.Span);
        Orthonormalizer<T>.Orthonormalize(q, r);
        ThinSvd<T> small = Direct(r);
        a.Space.Unify(small.U);
        a.Space.Unify(small.VT);
        a.Space.Broadcast(System.Runtime.InteropServices.MemoryMarshal.AsBytes(small.S.AsSpan()));
        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(a.Local.RowCount, a.ColumnCount, MatrixLayout.ColumnMajor);
        q.Multiply(T.One, small.U.Span, T.Zero, new TallBlock<T>(u, a.Space));
        return new ThinSvd<T>(u, small.S, small.VT, small.Driver);
    }

    private static ThinSvd<T>? TryGram(DenseMatrix<T> a)
    {
        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(a.RowCount, a.ColumnCount, a.Layout);
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(a.ColumnCount, a.ColumnCount, a.Layout);
        double[] s = new double[a.ColumnCount];
        return GramEigenSvd<T>.TryCompute(a.Span, s, u.Span, vt.Span) ? new ThinSvd<T>(u, s, vt, SvdDriver.GramMatrix) : null;
    }

    private static ThinSvd<T> Direct(DenseMatrix<T> a)
    {
        int min = Math.Min(a.RowCount, a.ColumnCount);
        DenseMatrix<T> u = DenseMatrix.Uninitialized<T>(a.RowCount, min, a.Layout);
        DenseMatrix<T> vt = DenseMatrix.Uninitialized<T>(min, a.ColumnCount, a.Layout);
        double[] s = new double[min];
        return new ThinSvd<T>(u, s, vt, Factor(a.Span, s, u.Span, vt.Span));
    }

    /// <summary>The thin SVD into given factors, which have A's layout: from the Gram matrix where that is as accurate, else by
    /// LAPACK.</summary>
    public static SvdDriver Factor(MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt)
    {
        // Aᵀ = VTᵀ diag(s) Uᵀ.
        bool isDone = a.RowCount >= a.ColumnCount
            ? GramEigenSvd<T>.TryCompute(a, s, u, vt)
            : GramEigenSvd<T>.TryCompute(a.Transpose(), s, vt.Transpose(), u.Transpose());
        return isDone ? SvdDriver.GramMatrix : Kernels<T>.ThinSvd(a, s, u, vt);
    }
}
