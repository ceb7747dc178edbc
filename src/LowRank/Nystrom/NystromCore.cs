using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Tall;

namespace LowRank.Nystrom;

/// <summary>The stabilised core of a Gaussian Nyström approximation: U of F = U S Vᴴ, the eigenvalues (S² − ν)₊, and ν.</summary>
internal sealed record NystromCore<T>(DenseMatrix<T> U, double[] Values, double Shift)
    where T : unmanaged, INumberBase<T>
{
    /// <summary>The stabilised core; where rounding makes QᴴAQ indefinite the shift grows tenfold, where more than rounding does the
    /// input is refused.</summary>
    public static NystromCore<T> Of(DenseMatrix<T> q, DenseMatrix<T> y, Workspace<T> workspace)
    {
        double largestShift = Tuning<NystromTuning>.Current.LargestShift;
        int l = q.ColumnCount;
        double size = y.FrobeniusNorm();
        if (size == 0 || l == 0)
        {
            return new NystromCore<T>(q, new double[l], 0);
        }

        DenseMatrix<T> triangle = workspace.Rent(l, l);
        DenseMatrix<T> gram = workspace.Rent(l, l);
        DenseMatrix<T> shifted = workspace.Rent(q.RowCount, l);
        Kernels<T>.Gemm(T.One, q.Span.ConjugateTranspose(), y.Span, T.Zero, gram.Span);
        MakeHermitian(gram, size);
        double shift = Scalar<T>.Epsilon * size;
        while (true)
        {
            Kernels<T>.Copy(gram.Span, triangle.Span);
            for (int j = 0; j < l; j++)
            {
                triangle.Span[j, j] += Scalar<T>.FromDouble(shift);
            }

            if (Kernels<T>.TryCholesky(triangle.Span))
            {
                break;
            }

            shift *= 10;
            if (shift > largestShift * Scalar<T>.Epsilon * size)
            {
                ThrowIndefinite(gram);
            }
        }

        ClearLower(triangle);
        AddShifted(y, q, shift, shifted);
        Kernels<T>.SolveUpperFromRight(triangle.Span, shifted.Span);
        ThinSvd<T> svd = ThinSvd<T>.Of(shifted);
        double[] values = Array.ConvertAll(svd.S, s => Math.Max(0, (s * s) - shift));
        return new NystromCore<T>(svd.U, values, shift);
    }

    /// <summary>AZ − U_k Λ_k U_kᴴ Z.</summary>
    public DenseMatrix<T> ProbeResidual(DenseMatrix<T> z, DenseMatrix<T> az, int rank, Workspace<T> workspace)
    {
        DenseMatrix<T> residual = workspace.Rent(az.RowCount, az.ColumnCount);
        DenseMatrix<T> coordinates = workspace.Rent(rank, z.ColumnCount);
        Kernels<T>.Copy(az.Span, residual.Span);
        DenseMatrix<T> u = U.AsColumns(0, rank);
        Kernels<T>.Gemm(T.One, u.Span.ConjugateTranspose(), z.Span, T.Zero, coordinates.Span);
        Kernels<T>.ScaleRows(Values, coordinates.Span);
        Kernels<T>.Gemm(-T.One, u.Span, coordinates.Span, T.One, residual.Span);
        return residual;
    }

    private static void MakeHermitian(DenseMatrix<T> gram, double size)
    {
        MatrixSpan<T> h = gram.Span;
        double largest = 0;
        T half = Scalar<T>.FromDouble(0.5);
        for (int j = 0; j < h.ColumnCount; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                T mirrored = Scalar<T>.Conjugate(h[j, i]);
                largest = Math.Max(largest, Scalar<T>.Abs(h[i, j] - mirrored));
                h[i, j] = (h[i, j] * half) + (mirrored * half);
            }
        }

        if (largest > PsdGuard.Tolerance<T>() * size)
        {
            PsdGuard.ThrowNotHermitian(FormattableString.Invariant(
                $"for two unit vectors x and y, yᴴAx and the conjugate of xᴴAy differ by {largest:G3}"), "a");
        }
    }

    private static void ThrowIndefinite(DenseMatrix<T> gram)
    {
        double[] values = new double[gram.ColumnCount];
        Kernels<T>.Eigh(gram.Span, values);
        PsdGuard.ThrowIndefinite(FormattableString.Invariant($"for some unit vector x, xᴴAx is {values[0]:G3}"), "a");
    }

    private static void ClearLower(DenseMatrix<T> triangle)
    {
        for (int j = 0; j < triangle.ColumnCount; j++)
        {
            triangle.Span.Major(j)[(j + 1)..].Clear();
        }
    }

    /// <summary>destination := Y + νQ.</summary>
    private static void AddShifted(DenseMatrix<T> image, DenseMatrix<T> basis, double shift, DenseMatrix<T> destination)
    {
        T factor = Scalar<T>.FromDouble(shift);
        for (int j = 0; j < destination.ColumnCount; j++)
        {
            ReadOnlySpan<T> y = image.Span.Major(j);
            ReadOnlySpan<T> q = basis.Span.Major(j);
            Span<T> sum = destination.Span.Major(j);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] = y[i] + (factor * q[i]);
            }
        }
    }
}
