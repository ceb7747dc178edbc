using System.Numerics;
using LowRank.Kernels;
using LowRank.Provider;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace LowRank.Tests;

public sealed class ProviderTestsOfSingle : ProviderTests<float>;

public sealed class ProviderTestsOfDouble : ProviderTests<double>;

public sealed class ProviderTestsOfComplex : ProviderTests<Complex>;

/// <summary>
/// The native provider against Math.NET's managed one: entry by entry where the result is unique, else by what the factors must satisfy.
/// </summary>
public abstract class ProviderTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly ILinearAlgebraProvider<T> _native = For(new NativeLinearAlgebraProvider());
    private static readonly ILinearAlgebraProvider<T> _managed = For(new ManagedLinearAlgebraProvider());

    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 7, 7 }, { 9, 4 }, { 4, 9 }, { 6, 1 }, { 1, 6 }, { 40, 31 } };

    public static TheoryData<int> Orders => [1, 2, 7, 33];

    public static TheoryData<Transpose, Transpose> Transposes =>
        new MatrixTheoryData<Transpose, Transpose>(Enum.GetValues<Transpose>(), Enum.GetValues<Transpose>());

    /// <summary>Math.NET takes its solver for Hermitian matrices, whose vectors are orthonormal, where AᴴA is Hermitian to the last
    /// bit.</summary>
    [Theory]
    [InlineData(60, 3, true)]
    [InlineData(100, 3, false)]
    [InlineData(9, 4, false)]
    [InlineData(200, 17, false)]
    [InlineData(5, 12, false)]
    [InlineData(31, 31, true)]
    public void Products_of_a_matrix_with_itself_are_Hermitian(int rows, int columns, bool isTable)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            T[] a = Random(rows, columns, seed);
            if (isTable)
            {
                for (int k = 0; k < a.Length; k++)
                {
                    a[k] = Oracle.To<T>(Math.Cos((seed + 1.0) * (1 + (k / rows)) * (k % rows) / rows));
                }
            }
            else if (rows > columns)
            {
                // Orthonormal columns: all eigenvalues are 1 but for rounding.
                _native.ThinQRFactor(a, rows, columns, new T[columns * columns], new T[columns]);
            }

            T[] gram = new T[columns * columns];
            _native.MatrixMultiplyWithUpdate(
                Transpose.ConjugateTranspose, Transpose.DontTranspose, T.One, a, rows, columns, a, rows, columns, T.Zero, gram);
            Complex[,] values = ToArray(gram, columns, columns);
            Expect.SameBits(values, values.Adjoint(), "AᴴA is Hermitian");
            Expect.Close<T>(values, ToArray(a, rows, columns).Adjoint().Multiply(ToArray(a, rows, columns)), rows, 10 * rows, "AᴴA");
            T[] outer = new T[rows * rows];
            _native.MatrixMultiplyWithUpdate(
                Transpose.DontTranspose, Transpose.ConjugateTranspose, T.One, a, rows, columns, a, rows, columns, T.Zero, outer);
            Expect.SameBits(ToArray(outer, rows, rows), ToArray(outer, rows, rows).Adjoint(), "AAᴴ is Hermitian");
        }
    }

    [Theory]
    [MemberData(nameof(Transposes))]
    public void Products_with_all_transposes(Transpose transposeA, Transpose transposeB)
    {
        foreach ((int m, int k, int n) in new[] { (1, 1, 1), (5, 3, 4), (2, 6, 1), (3, 0, 2), (0, 2, 3) })
        {
            (int rowsA, int columnsA) = transposeA == Transpose.DontTranspose ? (m, k) : (k, m);
            (int rowsB, int columnsB) = transposeB == Transpose.DontTranspose ? (k, n) : (n, k);
            T[] a = Random(rowsA, columnsA, 1);
            T[] b = Random(rowsB, columnsB, 2);
            T alpha = Oracle.To<T>(new Complex(0.5, -2));
            T beta = Oracle.To<T>(new Complex(-1, 0.25));
            T[] start = Random(m, n, 3);
            T[] measured = (T[])start.Clone();
            _native.MatrixMultiplyWithUpdate(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, measured);

            Complex[,] product = Op(transposeA, ToArray(a, rowsA, columnsA)).Multiply(Op(transposeB, ToArray(b, rowsB, columnsB)));
            Complex[,] expected = product.Scale(Oracle.Of(alpha)).Add(ToArray(start, m, n).Scale(Oracle.Of(beta)));
            Expect.Close<T>(ToArray(measured, m, n), expected, 10, 10, $"{m} × {k} × {n}");
            if (m > 0 && k > 0)
            {
                T[] updated = (T[])start.Clone();
                _managed.MatrixMultiplyWithUpdate(transposeA, transposeB, alpha, a, rowsA, columnsA, b, rowsB, columnsB, beta, updated);
                Expect.Close<T>(ToArray(measured, m, n), ToArray(updated, m, n), 10, 10, "against the managed provider's update");
            }

            if (transposeA == Transpose.DontTranspose && transposeB == Transpose.DontTranspose && k > 0 && m > 0)
            {
                T[] managed = new T[m * n];
                _managed.MatrixMultiply(a, m, k, b, k, n, managed);

                // What stood in the destination, NaN included, does not count.
                Array.Fill(measured, T.CreateTruncating(double.NaN));
                _native.MatrixMultiply(a, m, k, b, k, n, measured);
                Expect.Close<T>(ToArray(measured, m, n), ToArray(managed, m, n), 10, 10, "against the managed provider");
            }
        }
    }

    [Fact]
    public void A_product_may_overwrite_its_operand()
    {
        T[] a = Random(5, 5, 1);
        T[] b = Random(5, 5, 2);
        Complex[,] expected = ToArray(a, 5, 5).Multiply(ToArray(b, 5, 5));
        _native.MatrixMultiply(a, 5, 5, b, 5, 5, a);
        Expect.Close<T>(ToArray(a, 5, 5), expected, 5, 10, "A := A B");
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Lu(int n)
    {
        T[] a = Random(n, n, 1);
        T[] b = Random(n, 3, 2);
        Compare("inverse", n * n, provider => Changed(a, x => provider.LUInverse(x, n)), n, Condition(a, n));
        Compare("solution", n * 3, provider => Changed(b, x => provider.LUSolve(3, (T[])a.Clone(), n, x)), n, Condition(a, n));
        int[] pivots = new int[n];
        int[] managedPivots = new int[n];
        T[] factors = Changed(a, x => _native.LUFactor(x, n, pivots));
        T[] managed = Changed(a, x => _managed.LUFactor(x, n, managedPivots));
        if (typeof(T) != typeof(Complex))
        {
            // Complex pivots are chosen by |re| + |im| in LAPACK, by the modulus in Math.NET.
            Assert.Equal(managedPivots, pivots);
            Expect.Close<T>(ToArray(factors, n, n), ToArray(managed, n, n), n, Condition(a, n), "factors");
        }

        Compare("inverse from factors", n * n, _ => Changed(factors, x => _native.LUInverseFactored(x, n, pivots)), n, Condition(a, n));
        T[] solution = Changed(b, x => _native.LUSolveFactored(3, factors, n, pivots, x));
        Expect.Close<T>(ToArray(a, n, n).Multiply(ToArray(solution, n, 3)), ToArray(b, n, 3), n, Condition(a, n), "A X = B");

        // Through Math.NET's own object the pivots mean what it thinks they mean.
        Complex[,] inverse = ToArray(Changed(a, x => _native.LUInverse(x, n)), n, n);
        Expect.Close<T>(ToArray(a, n, n).Multiply(inverse), Oracle.Identity(n), n, Condition(a, n), "A A⁻¹");
    }

    [Fact]
    public void A_singular_matrix_gives_no_finite_inverse_and_no_exception()
    {
        T[] a = [T.One, T.One + T.One, T.One, T.One + T.One];
        foreach (ILinearAlgebraProvider<T> provider in new[] { _managed, _native })
        {
            Assert.Contains(Changed(a, x => provider.LUInverse(x, 2)), value => !T.IsFinite(value));
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Cholesky(int n)
    {
        T[] a = PositiveDefinite(n);
        T[] b = Random(n, 2, 5);
        Compare("L", n * n, provider => Changed(a, x => provider.CholeskyFactor(x, n)), n, 1);
        Compare("solution", n * 2, provider => Changed(b, x => provider.CholeskySolve((T[])a.Clone(), n, x, 2)), n, Condition(a, n));
        T[] factor = Changed(a, x => _managed.CholeskyFactor(x, n));
        Compare("solution from L", n * 2, provider =>
            Changed(b, x => provider.CholeskySolveFactored((T[])factor.Clone(), n, x, 2)), n, Condition(a, n));
        a[0] = -T.One;
        Assert.ThrowsAny<ArgumentException>(() => _native.CholeskyFactor(a, n));
        Assert.ThrowsAny<ArgumentException>(() => _managed.CholeskyFactor(a, n));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Qr(int m, int n)
    {
        T[] a = Random(m, n, 1);
        T[] q = new T[m * m];
        T[] tau = new T[Math.Min(m, n)];
        T[] r = Changed(a, x => _native.QRFactor(x, m, n, q, tau));
        Complex[,] matrix = ToArray(a, m, n);
        Expect.Orthonormal<T>(ToArray(q, m, m), "Q");
        Expect.Close<T>(ToArray(q, m, m).Multiply(ToArray(r, m, n)), matrix, m + n, matrix.Norm(), "Q R");
        Expect.SameBits(ToArray(r, m, n).Upper(), ToArray(r, m, n), "R is upper triangular");
        if (m < n)
        {
            return;
        }

        T[] thinR = new T[n * n];
        T[] thinQ = Changed(a, x => _native.ThinQRFactor(x, m, n, thinR, tau));
        Expect.Orthonormal<T>(ToArray(thinQ, m, n), "thin Q");
        Expect.Close<T>(ToArray(thinQ, m, n).Multiply(ToArray(thinR, n, n)), matrix, m + n, matrix.Norm(), "thin Q R");

        // Solutions are unique, so they compare entry by entry; with factors of either provider and of either kind.
        T[] b = Random(m, 2, 2);
        double condition = Condition(a, m, n);
        foreach (QRMethod method in Enum.GetValues<QRMethod>())
        {
            Compare($"solution, {method}", n * 2, provider =>
                Filled(n * 2, x => provider.QRSolve((T[])a.Clone(), m, n, (T[])b.Clone(), 2, x, method)), m, condition);
        }

        Compare(
            "solution from the full factors", n * 2,
            provider => Filled(n * 2, x => provider.QRSolveFactored(q, (T[])r.Clone(), m, n, tau, (T[])b.Clone(), 2, x, QRMethod.Full)), m,
                condition);
        Compare(
            "solution from the thin factors", n * 2,
            provider => Filled(n * 2, x =>
                provider.QRSolveFactored(thinQ, (T[])thinR.Clone(), m, n, tau, (T[])b.Clone(), 2, x, QRMethod.Thin)), m, condition);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Svd(int m, int n)
    {
        int k = Math.Min(m, n);
        T[] a = Random(m, n, 1);
        (T[] s, T[] u, T[] vt) = SvdOf(_native, a, m, n);
        Complex[,] matrix = ToArray(a, m, n);
        double norm = matrix.Norm();
        Expect.Orthonormal<T>(ToArray(u, m, m), "U");
        Expect.Orthonormal<T>(ToArray(vt, n, n), "VT");
        Complex[,] sigma = new Complex[m, n];
        for (int i = 0; i < k; i++)
        {
            sigma[i, i] = Oracle.Of(s[i]);
        }

        Expect.Close<T>(ToArray(u, m, m).Multiply(sigma, ToArray(vt, n, n)), matrix, m + n, norm, "U Σ VT");
        T[] managed = SvdOf(_managed, a, m, n).S;
        T[] alone = new T[k];
        _native.SingularValueDecomposition(false, (T[])a.Clone(), m, n, alone, [], []);
        for (int i = 0; i < k; i++)
        {
            Expect.Close(Scalar<T>.Abs(s[i]), Scalar<T>.Abs(managed[i]), Expect.Rounding<T>(m + n, norm), $"σ{i}");
            Expect.Close(Scalar<T>.Abs(alone[i]), Scalar<T>.Abs(managed[i]), Expect.Rounding<T>(m + n, norm), $"σ{i} without vectors");
        }

        // A X = B in the sense of least squares and of the smallest norm.
        T[] b = Random(m, 2, 2);
        T[] x = Filled(n * 2, target => _native.SvdSolve((T[])a.Clone(), m, n, (T[])b.Clone(), 2, target));
        Complex[,] expected = Oracle.Of(PseudoInverse.Solve(Wrap(a, m, n), Wrap(b, m, 2)));
        double allowed = Condition(a, m, n) * expected.Norm();
        Expect.Close<T>(ToArray(x, n, 2), expected, m + n, allowed, "X");
        T[] y = Filled(n * 2, target => _native.SvdSolveFactored(m, n, s, u, vt, (T[])b.Clone(), 2, target));
        Expect.Close<T>(ToArray(y, n, 2), expected, m + n, allowed, "X from factors");
    }

    [Fact]
    public void All_of_it_on_random_sizes()
    {
        System.Random random = new(11);
        for (int i = 0; i < 8; i++)
        {
            (int m, int n) = (random.Next(1, 40), random.Next(1, 40));
            Qr(m, n);
            Svd(m, n);
            Lu(n);
            Cholesky(n);
            Eigenvalues(n);
        }
    }

    [Fact]
    public void A_zero_matrix_has_an_svd_and_the_solution_zero()
    {
        (T[] s, T[] u, T[] vt) = SvdOf(_native, new T[12], 4, 3);
        Assert.All(s, value => Assert.True(T.IsZero(value)));
        Expect.Orthonormal<T>(ToArray(u, 4, 4), "U");
        Expect.Orthonormal<T>(ToArray(vt, 3, 3), "VT");
        Assert.All(Filled(3, x => _native.SvdSolve(new T[12], 4, 3, Random(4, 1, 1), 1, x)), value => Assert.True(T.IsZero(value)));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Eigenvalues(int n)
    {
        foreach (bool isSymmetric in new[] { true, false })
        {
            T[] a = isSymmetric ? PositiveDefinite(n) : Random(n, n, 4);
            (T[] vectors, Complex[] values, T[] d) = EigenOf(_native, isSymmetric, a, n);
            Complex[,] matrix = ToArray(a, n, n);
            Complex[,] v = ToArray(vectors, n, n);
            Expect.Close<T>(matrix.Multiply(v), v.Multiply(ToArray(d, n, n)), n, 10 * matrix.Norm() * v.Norm(), "A V = V D");
            if (isSymmetric)
            {
                Expect.Orthonormal<T>(v, "V");
                Assert.True(values.Zip(values.Skip(1)).All(pair => pair.First.Real <= pair.Second.Real), "ascending");
            }

            // As sets the eigenvalues are the managed ones: each has its partner.
            List<Complex> managed = [.. EigenOf(_managed, isSymmetric, a, n).Values];
            foreach (Complex value in values)
            {
                Complex partner = managed.MinBy(other => Complex.Abs(other - value));
                managed.Remove(partner);
                Expect.AtMost(Complex.Abs(partner - value), 100 * Expect.Rounding<T>(n, matrix.Norm()), $"the distance of {value}");
            }
        }
    }

    [Fact]
    public void What_is_not_finite_is_refused_as_math_net_refuses_it()
    {
        T[] a = Random(4, 4, 1);
        a[5] = T.CreateTruncating(double.NaN);
        Assert.Throws<MathNet.Numerics.NonConvergenceException>(() => SvdOf(_native, a, 4, 4));
        Assert.Throws<MathNet.Numerics.NonConvergenceException>(() => EigenOf(_native, isSymmetric: false, a, 4));
    }

    [Fact]
    public void Empty_matrices_are_nothing_to_do()
    {
        _native.LUFactor([], 0, []);
        _native.LUInverse([], 0);
        _native.CholeskyFactor([], 0);
        _native.QRFactor([], 0, 0, [], []);
        _native.SingularValueDecomposition(true, [], 0, 0, [], [], []);
        EigenOf(_native, isSymmetric: true, [], 0);
        EigenOf(_native, isSymmetric: false, [], 0);
        (T[] s, T[] u, _) = SvdOf(_native, [], 3, 0);
        Assert.Empty(s);
        Expect.Orthonormal<T>(ToArray(u, 3, 3), "U of an empty matrix");
    }

    [Fact]
    public void Vector_operations_are_math_nets_own()
    {
        T[] x = Random(9, 1, 1);
        T[] y = Random(9, 1, 2);
        Assert.Equal(_managed.DotProduct(x, y), _native.DotProduct(x, y));
        Assert.Equal(_managed.MatrixNorm(Norm.FrobeniusNorm, 3, 3, x), _native.MatrixNorm(Norm.FrobeniusNorm, 3, 3, x));
        Compare("sum", 9, provider => Filled(9, target => provider.AddArrays(x, y, target)), 1, 1);
        Compare("scaled", 9, provider => Filled(9, target => provider.ScaleArray(x[0], y, target)), 1, 1);
    }

    private static ILinearAlgebraProvider<T> For(ILinearAlgebraProvider provider) => (ILinearAlgebraProvider<T>)provider;

    private static void Compare(string what, int length, Func<ILinearAlgebraProvider<T>, T[]> compute, int size, double condition)
    {
        Complex[,] managed = ToArray(compute(_managed), length, 1);
        Complex[,] native = ToArray(compute(_native), length, 1);
        Expect.Close<T>(native, managed, size, condition * managed.Norm(), what);
    }

    private static T[] Changed(T[] values, Action<T[]> change)
    {
        T[] copy = (T[])values.Clone();
        change(copy);
        return copy;
    }

    private static T[] Filled(int length, Action<T[]> fill) => Changed(new T[length], fill);

    private static (T[] S, T[] U, T[] VT) SvdOf(ILinearAlgebraProvider<T> provider, T[] a, int m, int n)
    {
        (T[] s, T[] u, T[] vt) = (new T[Math.Min(m, n)], new T[m * m], new T[n * n]);
        provider.SingularValueDecomposition(true, (T[])a.Clone(), m, n, s, u, vt);
        return (s, u, vt);
    }

    private static (T[] Vectors, Complex[] Values, T[] D) EigenOf(ILinearAlgebraProvider<T> provider, bool isSymmetric, T[] a, int n)
    {
        (T[] vectors, Complex[] values, T[] d) = (new T[n * n], new Complex[n], new T[n * n]);
        provider.EigenDecomp(isSymmetric, n, (T[])a.Clone(), vectors, values, d);
        return (vectors, values, d);
    }

    private static T[] Random(int rows, int columns, int seed) =>
        [.. Enumerable.Range(0, rows * columns).Select(_ => 0).Zip(
            Oracle.Gaussian<T>(1, Math.Max(1, rows * columns), seed).Cast<Complex>(), (_, value) => Oracle.To<T>(value))];

    private static T[] PositiveDefinite(int n)
    {
        Complex[,] factor = ToArray(Random(n + 2, n, 6), n + 2, n);
        Complex[,] product = factor.Adjoint().Multiply(factor);
        return [.. Enumerable.Range(0, n * n).Select(
            i => Oracle.To<T>((product[i % n, i / n] + Complex.Conjugate(product[i / n, i % n])) / 2))];
    }

    private static DenseMatrix<T> Wrap(T[] values, int rows, int columns) =>
        DenseMatrix.Wrap(values, rows, columns, MatrixLayout.ColumnMajor);

    private static Complex[,] ToArray(T[] values, int rows, int columns) => Oracle.Of(Wrap(values, rows, columns));

    private static Complex[,] Op(Transpose transpose, Complex[,] a) => transpose switch
    {
        Transpose.DontTranspose => a,
        Transpose.Transpose => a.Transpose(),
        _ => a.Adjoint(),
    };

    private static double Condition(T[] a, int n) => Condition(a, n, n);

    private static double Condition(T[] a, int m, int n)
    {
        double[] values = Oracle.SingularValues(ToArray(a, m, n));
        return 10 * values[0] / values[^1];
    }
}
