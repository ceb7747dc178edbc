using System.Numerics;
using LowRank.Kernels;
using LowRank.Tall;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace LowRank.Provider;

/// <summary>Math.NET's dense operations on arrays, column-major and without padding, by the kernels of the native library.</summary>
internal static class NativeOperations<T>
    where T : unmanaged, INumberBase<T>
{
    /// <summary>c := alpha op(a) op(b) + beta c; the sizes are those before transposition. c may be the array of an operand.</summary>
    public static void Multiply(
        Transpose transposeA, Transpose transposeB, T alpha, T[] a, int rowsA, int columnsA, T[] b, int rowsB, int columnsB, T beta, T[] c)
    {
        MatrixSpan<T> left = Operand(transposeA, a, rowsA, columnsA);
        MatrixSpan<T> right = Operand(transposeB, b, rowsB, columnsB);
        if (left.ColumnCount != right.RowCount)
        {
            throw new ArgumentOutOfRangeException(nameof(rowsB), rowsB,
                $"A {left.RowCount} × {left.ColumnCount} matrix cannot be multiplied by a {right.RowCount} × {right.ColumnCount} one.");
        }

        if (c.Length != (long)left.RowCount * right.ColumnCount)
        {
            throw new ArgumentException($"The product is {left.RowCount} × {right.ColumnCount}, but c has {c.Length} elements.", nameof(c));
        }

        // The kernel wants its destination apart from its operands.
        T[] target = ReferenceEquals(a, c) || ReferenceEquals(b, c) ? (T[])c.Clone() : c;
        if (T.IsZero(beta))
        {
            // Whatever stands there, NaN included, does not count.
            Array.Clear(target);
        }

        MatrixSpan<T> product = View(target, left.RowCount, right.ColumnCount);
        if (T.IsZero(beta) && alpha == T.One)
        {
            // Math.NET takes its solver for Hermitian matrices only where a product is Hermitian to the last bit.
            Kernels<T>.Multiply(left, right, product);
        }
        else
        {
            Kernels<T>.Gemm(alpha, left, right, beta, product);
        }

        if (!ReferenceEquals(target, c))
        {
            target.CopyTo(c, 0);
        }
    }

    /// <summary>P A = L U in place; row i was exchanged with row ipiv[i].</summary>
    public static void LuFactor(T[] data, int order, int[] ipiv) => Kernels<T>.LuFactor(View(data, order, order), ipiv);

    public static void LuInverse(T[] a, int order)
    {
        int[] exchanges = new int[order];
        LuFactor(a, order, exchanges);
        LuInverseFactored(a, order, exchanges);
    }

    public static void LuInverseFactored(T[] a, int order, int[] ipiv)
    {
        MatrixSpan<T> lu = View(a, order, order);
        if (!HasZeroOnDiagonal(lu))
        {
            Kernels<T>.LuInvert(lu, ipiv);
            return;
        }

        // LAPACK refuses to invert a singular matrix; Math.NET's own provider divides by zero, and so does a solution of A X = I.
        T[] inverse = new T[a.Length];
        for (int i = 0; i < order; i++)
        {
            inverse[(i * order) + i] = T.One;
        }

        Kernels<T>.LuSolve(lu, ipiv, View(inverse, order, order));
        inverse.CopyTo(a, 0);
    }

    public static void LuSolve(int columnsOfB, T[] a, int order, T[] b)
    {
        T[] copy = (T[])a.Clone();
        int[] exchanges = new int[order];
        LuFactor(copy, order, exchanges);
        LuSolveFactored(columnsOfB, copy, order, exchanges, b);
    }

    public static void LuSolveFactored(int columnsOfB, T[] a, int order, int[] ipiv, T[] b) =>
        Kernels<T>.LuSolve(View(a, order, order), ipiv, View(b, order, columnsOfB));

    /// <summary>A = L Lᴴ in place, from the lower triangle; the upper one becomes zero.</summary>
    public static void CholeskyFactor(T[] a, int order)
    {
        // The kernel works on the upper triangle: on Aᴴ, whose upper triangle is A's lower one, it finds R = Lᴴ.
        MatrixSpan<T> matrix = View(a, order, order);
        ConjugateTransposeInPlace(matrix);
        if (!Kernels<T>.TryCholesky(matrix))
        {
            throw new ArgumentException("The matrix is not positive definite.", nameof(a));
        }

        ConjugateTransposeInPlace(matrix);
        for (int j = 1; j < order; j++)
        {
            matrix.Major(j)[..j].Clear();
        }
    }

    public static void CholeskySolve(T[] a, int orderA, T[] b, int columnsB)
    {
        T[] copy = (T[])a.Clone();
        CholeskyFactor(copy, orderA);
        CholeskySolveFactored(copy, orderA, b, columnsB);
    }

    public static void CholeskySolveFactored(T[] a, int orderA, T[] b, int columnsB)
    {
        using Rented<T> memory = new((long)orderA * orderA);
        MatrixSpan<T> r = new(memory.Span, orderA, orderA, MatrixLayout.ColumnMajor, Math.Max(1, orderA));
        Kernels<T>.Copy(View(a, orderA, orderA).ConjugateTranspose(), r);
        Kernels<T>.CholeskySolve(r, View(b, orderA, columnsB));
    }

    /// <summary>The full QR: a becomes R, m × n, with zeros below its diagonal; q the whole m × m factor.</summary>
    public static void QrFactor(T[] a, int rowsA, int columnsA, T[] q, T[] tau)
    {
        int k = Math.Min(rowsA, columnsA);
        MatrixSpan<T> r = View(a, rowsA, columnsA);
        MatrixSpan<T> whole = View(q, rowsA, rowsA);
        BlockReflectors<T>.Factor(r, tau.AsSpan(0, k));
        Array.Clear(q);
        Kernels<T>.Copy(r.Block(0, 0, rowsA, k), whole.Block(0, 0, rowsA, k));
        Kernels<T>.QrFormQ(whole, tau.AsSpan(0, k));
        ClearBelowDiagonal(r);
    }

    /// <summary>The thin QR, m ≥ n: a becomes Q, m × n; r is n × n.</summary>
    public static void ThinQrFactor(T[] a, int rowsA, int columnsA, T[] r, T[] tau)
    {
        if (rowsA < columnsA)
        {
            throw new ArgumentException(
                $"The thin QR asks for at least as many rows as columns; the matrix is {rowsA} × {columnsA}.", nameof(rowsA));
        }

        MatrixSpan<T> matrix = View(a, rowsA, columnsA);
        MatrixSpan<T> triangle = View(r, columnsA, columnsA);
        BlockReflectors<T>.Factor(matrix, tau.AsSpan(0, columnsA));
        Kernels<T>.Copy(matrix.Block(0, 0, columnsA, columnsA), triangle);
        ClearBelowDiagonal(triangle);
        Kernels<T>.QrFormQ(matrix, tau.AsSpan(0, columnsA));
    }

    /// <summary>min ‖A X − B‖ by Householder QR; Q is applied, never formed, whatever the method asks for.</summary>
    public static void QrSolve(T[] a, int rows, int columns, T[] b, int columnsB, T[] x)
    {
        CheckTall(rows, columns);
        MatrixSpan<T> reflectors = View((T[])a.Clone(), rows, columns);
        MatrixSpan<T> sides = View((T[])b.Clone(), rows, columnsB);
        T[] tau = new T[columns];
        BlockReflectors<T>.Factor(reflectors, tau);
        Kernels<T>.QrApplyQ(reflectors, tau, adjoint: true, sides);
        MatrixSpan<T> solution = View(x, columns, columnsB);
        Kernels<T>.Copy(sides.Block(0, 0, columns, columnsB), solution);
        Kernels<T>.SolveUpper(reflectors.Block(0, 0, columns, columns), solution);
    }

    /// <summary>The same with the factors of <see cref="QrFactor"/> or <see cref="ThinQrFactor"/>.</summary>
    public static void QrSolveFactored(T[] q, T[] r, int rowsA, int columnsA, T[] b, int columnsB, T[] x, QRMethod method)
    {
        CheckTall(rowsA, columnsA);
        int rowsOfR = method == QRMethod.Full ? rowsA : columnsA;
        MatrixSpan<T> basis = View(q, rowsA, rowsOfR).Block(0, 0, rowsA, columnsA);
        MatrixSpan<T> solution = View(x, columnsA, columnsB);
        Kernels<T>.Gemm(T.One, basis.ConjugateTranspose(), View(b, rowsA, columnsB), T.Zero, solution);
        Kernels<T>.SolveUpper(View(r, rowsOfR, columnsA).Block(0, 0, columnsA, columnsA), solution);
    }

    /// <summary>The full SVD, as Math.NET wants it: u is m × m, vt n × n.</summary>
    public static void Svd(bool computeVectors, T[] a, int rowsA, int columnsA, T[] s, T[] u, T[] vt)
    {
        CheckFinite(a);
        double[] values = new double[Math.Min(rowsA, columnsA)];
        Converging(() =>
        {
            MatrixSpan<T> matrix = View(a, rowsA, columnsA);
            if (!computeVectors)
            {
                Kernels<T>.SingularValues(matrix, values);
            }
            else if (rowsA >= columnsA)
            {
                TallSvd(matrix, values, View(u, rowsA, rowsA), View(vt, columnsA, columnsA));
            }
            else
            {
                // Aᵀ = VTᵀ diag(s) Uᵀ.
                TallSvd(matrix.Transpose(), values, View(vt, columnsA, columnsA).Transpose(), View(u, rowsA, rowsA).Transpose());
            }
        });
        for (int i = 0; i < values.Length; i++)
        {
            s[i] = Scalar<T>.FromDouble(values[i]);
        }
    }

    /// <summary>
    /// The thin SVD from the Gram matrix, and U completed from its first columns; where that is not accurate A = Q R and R = U_R diag(s)
    /// VT, U = Q diag(U_R, I). The columns that Math.NET wants beside the thin ones cost no factorisation of their own.
    /// </summary>
    private static void TallSvd(MatrixSpan<T> a, Span<double> s, MatrixSpan<T> u, MatrixSpan<T> vt)
    {
        int m = a.RowCount;
        int n = a.ColumnCount;
        if (m == n)
        {
            ThinSvd<T>.Factor(a, s, u, vt);
            return;
        }

        if (m >= OrthonormalCompletion<T>.SmallestRatio * n && GramEigenSvd<T>.TryCompute(a, s, u.Columns(0, n), vt)
            && OrthonormalCompletion<T>.TryComplete(u, n))
        {
            return;
        }

        using Rented<T> tau = new(n);
        using Rented<T> reflectorMemory = new((long)m * n);
        using Rented<T> coreMemory = new((long)n * n);
        using Rented<T> triangleMemory = new((long)n * n);
        MatrixSpan<T> reflectors = new(reflectorMemory.Span, m, n, MatrixLayout.ColumnMajor, m);

        // LAPACK wants a matrix and its factors in one layout.
        MatrixSpan<T> triangle = Like(vt, triangleMemory.Span, n, n);
        MatrixSpan<T> core = Like(vt, coreMemory.Span, n, n);
        Kernels<T>.Copy(a, reflectors);
        BlockReflectors<T>.Factor(reflectors, tau.Span);
        Kernels<T>.Fill(T.Zero, triangle);
        for (int j = 0; j < n; j++)
        {
            Kernels<T>.Copy(reflectors.Block(0, j, j + 1, 1), triangle.Block(0, j, j + 1, 1));
        }

        ThinSvd<T>.Factor(triangle, s, core, vt);
        BlockReflectors<T>.MultiplyExtended(reflectors, tau.Span, core, u);
    }

    private static MatrixSpan<T> Like(MatrixSpan<T> model, Span<T> memory, int rows, int columns) =>
        new(memory, rows, columns, model.Layout, Math.Max(1, model.Layout == MatrixLayout.ColumnMajor ? rows : columns));

    /// <summary>The solution of smallest norm through the thin SVD; singular values of zero are left out.</summary>
    public static void SvdSolve(T[] a, int rowsA, int columnsA, T[] b, int columnsB, T[] x)
    {
        int k = Math.Min(rowsA, columnsA);
        CheckFinite(a);
        double[] values = new double[k];
        T[] u = new T[rowsA * k];
        T[] vt = new T[k * columnsA];
        Converging(() => ThinSvd<T>.Factor(View(a, rowsA, columnsA), values, View(u, rowsA, k), View(vt, k, columnsA)));
        SvdSolve(values, View(u, rowsA, k), View(vt, k, columnsA), View(b, rowsA, columnsB), View(x, columnsA, columnsB));
    }

    /// <summary>The same with the factors of <see cref="Svd"/>.</summary>
    public static void SvdSolveFactored(int rowsA, int columnsA, T[] s, T[] u, T[] vt, T[] b, int columnsB, T[] x)
    {
        int k = Math.Min(rowsA, columnsA);
        double[] values = Array.ConvertAll(s[..k], Scalar<T>.ToDouble);
        SvdSolve(
            values, View(u, rowsA, rowsA).Block(0, 0, rowsA, k), View(vt, columnsA, columnsA).Block(0, 0, k, columnsA),
                View(b, rowsA, columnsB),
            View(x, columnsA, columnsB));
    }

    /// <summary>
    /// Eigenvalues and right eigenvectors; those of a symmetric matrix ascending and orthonormal. A conjugate pair of a real matrix has
    /// its real and its imaginary part in two columns, and a 2 × 2 block on the diagonal of D.
    /// </summary>
    public static void Eigen(bool isSymmetric, int order, T[] matrix, T[] matrixEv, Complex[] vectorEv, T[] matrixD)
    {
        CheckFinite(matrix);
        Array.Clear(matrixD);
        if (isSymmetric)
        {
            double[] values = new double[order];
            matrix.AsSpan(0, order * order).CopyTo(matrixEv);
            Converging(() => Kernels<T>.Eigh(View(matrixEv, order, order), values));
            for (int i = 0; i < order; i++)
            {
                vectorEv[i] = values[i];
                matrixD[(i * order) + i] = Scalar<T>.FromDouble(values[i]);
            }

            return;
        }

        T[] copy = (T[])matrix.Clone();
        Converging(() => Kernels<T>.Eig(View(copy, order, order), vectorEv, View(matrixEv, order, order)));
        for (int i = 0; i < order; i++)
        {
            matrixD[(i * order) + i] = T.CreateTruncating(Scalar<T>.IsComplex ? vectorEv[i] : new Complex(vectorEv[i].Real, 0));
            if (!Scalar<T>.IsComplex && vectorEv[i].Imaginary != 0)
            {
                // Above the diagonal for the first of a pair, below it for the second.
                int j = vectorEv[i].Imaginary > 0 ? i + 1 : i - 1;
                matrixD[(j * order) + i] = Scalar<T>.FromDouble(vectorEv[i].Imaginary);
            }
        }
    }

    private static void SvdSolve(double[] values, MatrixSpan<T> u, MatrixSpan<T> vt, MatrixSpan<T> b, MatrixSpan<T> x)
    {
        T[] memory = new T[values.Length * b.ColumnCount];
        MatrixSpan<T> middle = View(memory, values.Length, b.ColumnCount);
        Kernels<T>.Gemm(T.One, u.ConjugateTranspose(), b, T.Zero, middle);
        Kernels<T>.ScaleRows(Array.ConvertAll(values, value => value == 0 ? 0 : 1 / value), middle);
        Kernels<T>.Gemm(T.One, vt.ConjugateTranspose(), middle, T.Zero, x);
    }

    private static void ConjugateTransposeInPlace(MatrixSpan<T> a)
    {
        using Rented<T> memory = new((long)a.RowCount * a.ColumnCount);
        MatrixSpan<T> copy = new(memory.Span, a.RowCount, a.ColumnCount, MatrixLayout.ColumnMajor, Math.Max(1, a.RowCount));
        Kernels<T>.Copy(a, copy);
        Kernels<T>.Copy(copy.ConjugateTranspose(), a);
    }

    private static void ClearBelowDiagonal(MatrixSpan<T> a)
    {
        for (int j = 0; j < Math.Min(a.RowCount, a.ColumnCount); j++)
        {
            a.Major(j)[(j + 1)..].Clear();
        }
    }

    private static bool HasZeroOnDiagonal(MatrixSpan<T> a)
    {
        for (int j = 0; j < a.ColumnCount; j++)
        {
            if (T.IsZero(a.Major(j)[j]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>LAPACK's iterations may never end on NaN; Math.NET's own give up with this exception.</summary>
    private static void CheckFinite(T[] a)
    {
        foreach (T value in a)
        {
            if (!T.IsFinite(value))
            {
                throw new global::MathNet.Numerics.NonConvergenceException($"The matrix holds {value}.");
            }
        }
    }

    private static void Converging(Action iterate)
    {
        try
        {
            iterate();
        }
        catch (NonConvergenceException exception)
        {
            throw new global::MathNet.Numerics.NonConvergenceException(exception.Message, exception);
        }
    }

    private static void CheckTall(int rows, int columns)
    {
        if (rows < columns)
        {
            throw new ArgumentException(
                $"Solving by QR asks for at least as many rows as columns; the matrix is {rows} × {columns}.", nameof(rows));
        }
    }

    private static MatrixSpan<T> Operand(Transpose transpose, T[] values, int rows, int columns)
    {
        MatrixSpan<T> matrix = View(values, rows, columns);
        return transpose switch
        {
            Transpose.DontTranspose => matrix,
            Transpose.Transpose => matrix.Transpose(),
            _ => matrix.ConjugateTranspose(),
        };
    }

    private static MatrixSpan<T> View(T[] values, int rows, int columns) =>
        new(values.AsSpan(0, rows * columns), rows, columns, MatrixLayout.ColumnMajor, Math.Max(1, rows));
}
