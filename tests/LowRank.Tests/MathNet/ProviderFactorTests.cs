using System.Numerics;
using LowRank.Kernels;
using LowRank.Provider;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace LowRank.Tests;

public sealed class ProviderFactorTestsOfSingle : ProviderFactorTests<float>;

public sealed class ProviderFactorTestsOfDouble : ProviderFactorTests<double>;

public sealed class ProviderFactorTestsOfComplex : ProviderFactorTests<Complex>;

/// <summary>QR and SVD of the native provider on sizes with several panels, on matrices whose reflectors are special, and from many
/// threads.</summary>
public abstract class ProviderFactorTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static readonly ILinearAlgebraProvider<T> _native = For(new NativeLinearAlgebraProvider());

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            TheoryData<string, int, int> cases = [];
            foreach (string kind in new[] { "Gaussian", "rank 5", "zero", "identity", "identity below", "zero columns", "graded", "ones" })
            {
                foreach ((int m, int n) in new[] { (70, 33), (33, 70), (65, 1), (1, 65) })
                {
                    cases.Add(kind, m, n);
                }
            }

            // Wide enough for the SVD from the Gram matrix, which takes some of these kinds and must decline the graded one. The columns
            // of a reflector it takes, but cannot complete.
            foreach (string kind in new[] { "Gaussian", "identity", "identity below", "graded", "reflector" })
            {
                cases.Add(kind, 190, 135);
                cases.Add(kind, 135, 190);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Svd(string kind, int m, int n)
    {
        Matrix<T> a = Create(kind, m, n);
        (T[] s, T[] u, T[] vt) = (new T[Math.Min(m, n)], new T[m * m], new T[n * n]);
        _native.SingularValueDecomposition(true, a.ToColumnMajorArray(), m, n, s, u, vt);
        Matrix<T> left = Matrix<T>.Build.Dense(m, m, u);
        Matrix<T> right = Matrix<T>.Build.Dense(n, n, vt);
        Matrix<T> sigma = Matrix<T>.Build.Dense(m, n);
        sigma.SetDiagonal(s);
        double size = Expect.Rounding<T>(m + n, 1);
        Expect.AtMost(Defect(left), size, "UᴴU − I");
        Expect.AtMost(Defect(right), size, "VT VTᴴ − I");
        Expect.AtMost(((left * sigma * right) - a).FrobeniusNorm(), size * a.FrobeniusNorm(), "U Σ VT");
        T[] alone = new T[s.Length];
        _native.SingularValueDecomposition(false, a.ToColumnMajorArray(), m, n, alone, [], []);
        for (int i = 0; i < s.Length; i++)
        {
            Expect.Close(Scalar<T>.ToDouble(s[i]), Scalar<T>.ToDouble(alone[i]), size * a.FrobeniusNorm(), $"σ{i}");
        }
    }

    [Theory]
    [InlineData("Gaussian", 60, 40, true)]
    [InlineData("identity", 60, 40, true)]
    [InlineData("reflector", 60, 40, false)]
    public void Orthonormal_columns_are_completed_or_left_alone(string kind, int m, int n, bool isAccurate)
    {
        Matrix<T> thin = Create(kind, m, n);
        thin = kind == "Gaussian" ? thin.QR().Q : thin;
        T[] u = new T[m * m];
        thin.ToColumnMajorArray().CopyTo(u, 0);
        Assert.Equal(isAccurate, OrthonormalCompletion<T>.TryComplete(new MatrixSpan<T>(u, m, m, MatrixLayout.ColumnMajor, m), n));
        Matrix<T> whole = Matrix<T>.Build.Dense(m, m, u);
        Assert.Equal(thin, whole.SubMatrix(0, m, 0, n));
        if (isAccurate)
        {
            Expect.AtMost(Defect(whole), Expect.Rounding<T>(m, 1), "UᴴU − I");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Qr(string kind, int m, int n)
    {
        Matrix<T> a = Create(kind, m, n);
        double size = Expect.Rounding<T>(m + n, 1);
        T[] r = a.ToColumnMajorArray();
        T[] q = new T[m * m];
        T[] tau = new T[Math.Min(m, n)];
        _native.QRFactor(r, m, n, q, tau);
        Matrix<T> basis = Matrix<T>.Build.Dense(m, m, q);
        Matrix<T> triangle = Matrix<T>.Build.Dense(m, n, r);
        Expect.AtMost(Defect(basis), size, "QᴴQ − I");
        Expect.AtMost(((basis * triangle) - a).FrobeniusNorm(), size * a.FrobeniusNorm(), "Q R");
        Assert.Equal(triangle.UpperTriangle(), triangle);
    }

    [Fact]
    public void Many_threads_get_the_answers_of_one()
    {
        Matrix<T> a = Create("Gaussian", 150, 135);
        T[] b = Create("Gaussian", 150, 3).ToColumnMajorArray();
        T[] Solve()
        {
            T[] x = new T[135 * 3];
            _native.SvdSolve(a.ToColumnMajorArray(), 150, 135, (T[])b.Clone(), 3, x);
            T[] y = new T[135 * 3];
            _native.QRSolve(a.ToColumnMajorArray(), 150, 135, (T[])b.Clone(), 3, y,
                MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
            return [.. x, .. y];
        }

        Matrix<T> expected = Matrix<T>.Build.Dense(270, 3, Solve());
        System.Collections.Concurrent.ConcurrentBag<double> differences = [];
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            differences.Add((Matrix<T>.Build.Dense(270, 3, Solve()) - expected).FrobeniusNorm()));
        Assert.Equal(40, differences.Count);
        Expect.AtMost(differences.Max(), 100 * Expect.Rounding<T>(150, expected.FrobeniusNorm()), "the farthest answer");
    }

    private static ILinearAlgebraProvider<T> For(ILinearAlgebraProvider provider) => (ILinearAlgebraProvider<T>)provider;

    private static double Defect(Matrix<T> q) =>
        (q.ConjugateTransposeThisAndMultiply(q) - Matrix<T>.Build.DenseIdentity(q.ColumnCount)).FrobeniusNorm();

    private static Matrix<T> Create(string kind, int m, int n) => kind switch
    {
        "Gaussian" => Matrix<T>.Build.Random(m, n, 5),
        "rank 5" => Matrix<T>.Build.Random(m, 5, 6) * Matrix<T>.Build.Random(5, n, 7),
        "zero" => Matrix<T>.Build.Dense(m, n),
        "identity" => Matrix<T>.Build.DenseIdentity(m, n),
        "identity below" => Matrix<T>.Build.Dense(m, n, (i, j) => i == j + Math.Max(0, m - n) ? T.One : T.Zero),
        "zero columns" => Matrix<T>.Build.Random(m, n, 8).MapIndexed((i, j, value) => j % 3 == 1 ? T.Zero : value),
        "graded" => Matrix<T>.Build.Random(m, n, 9).MapIndexed((i, j, value) => value * Scalar<T>.FromDouble(Math.Pow(0.8, j))),
        "reflector" => Matrix<T>.Build.Dense(
            m, n, (i, j) => i < Math.Min(m, n) && j < Math.Min(m, n) ? Reflector(i, j, Math.Min(m, n)) : T.Zero),
        _ => Matrix<T>.Build.Dense(m, n, T.One),
    };

    /// <summary>An entry of I − 2 v vᵀ, v = (1, …, 1)/√n: its diagonal is positive, and yet −1 is an eigenvalue.</summary>
    private static T Reflector(int i, int j, int n) => (i == j ? T.One : T.Zero) - Scalar<T>.FromDouble(2.0 / n);
}
