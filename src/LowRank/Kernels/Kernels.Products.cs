using System.Diagnostics;
using System.Numerics;
using LowRank.Interop;

namespace LowRank.Kernels;

internal static unsafe partial class Kernels<T>
{
    /// <summary>C := alpha A B + beta C, for any layouts; a conjugated operand is meant conjugated. C must not overlap A or B.</summary>
    public static void Gemm(T alpha, MatrixSpan<T> a, MatrixSpan<T> b, T beta, MatrixSpan<T> c)
    {
        EnsureLoaded();
        Debug.Assert(a.RowCount == c.RowCount && b.ColumnCount == c.ColumnCount && a.ColumnCount == b.RowCount, "shapes");
        Debug.Assert(!c.IsConjugated, "the destination is never conjugated");
        if (c.IsEmpty)
        {
            return;
        }

        if (a.ColumnCount == 0)
        {
            Scale(beta, c);
            return;
        }

        if (TermsPerPiece(a.ColumnCount, Size(c)) is > 0 and int terms)
        {
            GemmInPieces(alpha, a, b, beta, c, terms);
            return;
        }

        // CBLAS conjugates only what it also transposes. An operand that is conjugated and stands in C's own layout is therefore
        // out of reach: either it is copied, or the conjugate of the whole equation is computed, whichever moves less memory.
        // (A large input is never the one copied: its thin partner and C are.)
        bool awkwardA = a.IsConjugated && a.Layout == c.Layout;
        bool awkwardB = b.IsConjugated && b.Layout == c.Layout;
        if (awkwardA || awkwardB)
        {
            long copies = (awkwardA ? Size(a) : 0) + (awkwardB ? Size(b) : 0);
            long mirroredCopies = (!a.IsConjugated && a.Layout == c.Layout ? Size(a) : 0)
                + (!b.IsConjugated && b.Layout == c.Layout ? Size(b) : 0) + (2 * Size(c));
            if (mirroredCopies < copies)
            {
                ConjugateInPlace(c);
                Gemm(Scalar<T>.Conjugate(alpha), a.Conjugate(), b.Conjugate(), Scalar<T>.Conjugate(beta), c);
                ConjugateInPlace(c);
                return;
            }

            using Rented<T> copyA = new(awkwardA ? Size(a) : 0);
            using Rented<T> copyB = new(awkwardB ? Size(b) : 0);
            GemmDirect(alpha, awkwardA ? ConjugatedCopy(a, copyA.Span) : a, awkwardB ? ConjugatedCopy(b, copyB.Span) : b, beta, c);
            return;
        }

        GemmDirect(alpha, a, b, beta, c);
    }

    /// <summary>
    /// C := A B, for any layouts; Hermitian to the last bit where A = Bᴴ: then one triangle is computed, for half of the work, and
    /// mirrored. Whether A = Bᴴ their entries say, copies included; where they differ, mostly the first ones do.
    /// </summary>
    public static void Multiply(MatrixSpan<T> a, MatrixSpan<T> b, MatrixSpan<T> c)
    {
        if (!TryMultiplySelf(a, b, c))
        {
            Gemm(T.One, a, b, T.Zero, c);
        }
    }

    /// <summary>The same where A = Bᴴ; else false, and nothing has been done.</summary>
    public static bool TryMultiplySelf(MatrixSpan<T> a, MatrixSpan<T> b, MatrixSpan<T> c)
    {
        if (!IsAdjoint(a, b))
        {
            return false;
        }

        // Seen in the other layout C is its own transpose, that is its conjugate.
        bool isRowMajor = c.Layout == MatrixLayout.RowMajor;
        MatrixSpan<T> gram = isRowMajor ? c.Transpose() : c;
        Gram(isRowMajor ? b.Conjugate() : b, gram);
        MirrorUpper(gram, 0, gram.RowCount);
        return true;
    }

    /// <summary>Whether A = Bᴴ.</summary>
    private static bool IsAdjoint(MatrixSpan<T> a, MatrixSpan<T> b)
    {
        // A real number is Hermitian as it is.
        if (a.RowCount != b.ColumnCount || a.ColumnCount != b.RowCount || a.ColumnCount == 0 || (a.RowCount == 1 && !Scalar<T>.IsComplex))
        {
            return false;
        }

        MatrixSpan<T> adjoint = b.ConjugateTranspose();
        if (a.Layout == adjoint.Layout && a.Stride == adjoint.Stride && a.IsConjugated == adjoint.IsConjugated && a.Values == b.Values)
        {
            return true;
        }

        // In the order of A's memory, in tiles so that the other one is read in whole cache lines too.
        bool isConjugated = a.IsConjugated != adjoint.IsConjugated;
        int tile = a.Layout == adjoint.Layout ? Math.Max(1, a.MinorCount) : Machine.TransposedTile;
        for (int start = 0; start < a.MinorCount; start += tile)
        {
            int end = Math.Min(a.MinorCount, start + tile);
            for (int i = 0; i < a.MajorCount; i++)
            {
                ReadOnlySpan<T> vector = a.Major(i);
                for (int j = start; j < end; j++)
                {
                    T other = a.Layout == MatrixLayout.RowMajor ? adjoint[i, j] : adjoint[j, i];
                    if (vector[j] != (isConjugated ? Scalar<T>.Conjugate(other) : other))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>The upper triangle of G := Yᴴ Y, for a Y of any layout, conjugated or not.</summary>
    public static void Gram(MatrixSpan<T> y, MatrixSpan<T> g)
    {
        EnsureLoaded();
        AssertWorkspace(g);
        if (g.IsEmpty)
        {
            return;
        }

        if (TermsPerPiece(y.RowCount, Size(g)) is > 0 and int rows)
        {
            GramInPieces(y, g, rows);
        }
        else
        {
            GramDirect(y, g);
        }
    }

    private static void GramDirect(MatrixSpan<T> y, MatrixSpan<T> g)
    {
        bool isRowMajor = y.Layout == MatrixLayout.RowMajor;
        fixed (T* py = &Reference(y), pg = &Reference(g))
        {
            Native<T>.Herk(isRowMajor, y.ColumnCount, y.RowCount, py, y.LeadingDimension, pg, g.LeadingDimension);
        }

        // In memory a row-major Y is the column-major Yᵀ, and Yᵀ(Yᵀ)ᴴ is the conjugate of YᴴY.
        if (isRowMajor != y.IsConjugated)
        {
            ConjugateInPlace(g);
        }
    }

    /// <summary>B := R⁻¹ B with R upper triangular.</summary>
    public static void SolveUpper(MatrixSpan<T> r, MatrixSpan<T> b) => Triangular(CblasSide.Left, CblasTranspose.None, r, b, isSolve: true);

    /// <summary>B := R⁻ᴴ B with R upper triangular.</summary>
    public static void SolveUpperAdjoint(MatrixSpan<T> r, MatrixSpan<T> b) =>
        Triangular(CblasSide.Left, CblasTranspose.ConjugateTranspose, r, b, isSolve: true);

    /// <summary>B := B R⁻¹ with R upper triangular.</summary>
    public static void SolveUpperFromRight(MatrixSpan<T> r, MatrixSpan<T> b) =>
        Triangular(CblasSide.Right, CblasTranspose.None, r, b, isSolve: true);

    /// <summary>B := B R⁻ᴴ with R upper triangular.</summary>
    public static void SolveUpperAdjointFromRight(MatrixSpan<T> r, MatrixSpan<T> b) =>
        Triangular(CblasSide.Right, CblasTranspose.ConjugateTranspose, r, b, isSolve: true);

    /// <summary>B := R B with R upper triangular.</summary>
    public static void MultiplyUpper(MatrixSpan<T> r, MatrixSpan<T> b) =>
        Triangular(CblasSide.Left, CblasTranspose.None, r, b, isSolve: false);

    /// <summary>B := B R with R upper triangular.</summary>
    public static void MultiplyUpperFromRight(MatrixSpan<T> r, MatrixSpan<T> b) =>
        Triangular(CblasSide.Right, CblasTranspose.None, r, b, isSolve: false);

    private static void Triangular(CblasSide side, CblasTranspose operation, MatrixSpan<T> r, MatrixSpan<T> b, bool isSolve)
    {
        EnsureLoaded();
        AssertWorkspace(r);
        AssertWorkspace(b);
        if (b.IsEmpty)
        {
            return;
        }

        fixed (T* pr = &Reference(r), pb = &Reference(b))
        {
            if (isSolve)
            {
                Native<T>.Trsm(side, operation, b.RowCount, b.ColumnCount, pr, r.LeadingDimension, pb, b.LeadingDimension);
            }
            else
            {
                Native<T>.Trmm(side, operation, b.RowCount, b.ColumnCount, pr, r.LeadingDimension, pb, b.LeadingDimension);
            }
        }
    }

    private static void GemmDirect(T alpha, MatrixSpan<T> a, MatrixSpan<T> b, T beta, MatrixSpan<T> c)
    {
        CblasLayout layout = c.Layout == MatrixLayout.RowMajor ? CblasLayout.RowMajor : CblasLayout.ColumnMajor;
        fixed (T* pa = &Reference(a), pb = &Reference(b), pc = &Reference(c))
        {
            Native<T>.Gemm(
                layout, Operation(a, c.Layout), Operation(b, c.Layout), c.RowCount, c.ColumnCount, a.ColumnCount, alpha, pa,
                    a.LeadingDimension, pb,
                b.LeadingDimension, beta, pc, c.LeadingDimension);
        }
    }

    private static CblasTranspose Operation(MatrixSpan<T> operand, MatrixLayout layout) =>
        operand.Layout == layout ? CblasTranspose.None
        : operand.IsConjugated ? CblasTranspose.ConjugateTranspose
        : CblasTranspose.Transpose;

    private static long Size(MatrixSpan<T> a) => (long)a.RowCount * a.ColumnCount;

    private static MatrixSpan<T> ConjugatedCopy(MatrixSpan<T> source, Span<T> memory)
    {
        MatrixSpan<T> copy = new(memory, source.RowCount, source.ColumnCount, source.Layout, source.MinorCount);
        Copy(source, copy);
        return copy;
    }
}
