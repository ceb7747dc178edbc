using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Tests;

public sealed class WeightFactoringTestsOfSingle : WeightFactoringTests<float>;

public sealed class WeightFactoringTestsOfDouble : WeightFactoringTests<double>;

public sealed class WeightFactoringTestsOfComplex : WeightFactoringTests<Complex>;

/// <summary>Key and value projections through one latent vector, and the start of a low-rank adaptation.</summary>
public abstract class WeightFactoringTests<T>
    where T : unmanaged, INumberBase<T>
{
    [Fact]
    public void Keys_and_values_have_the_error_of_their_joint_svd() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int keys = (int)(c.Seed % (ulong)(c.Columns + 1));
        int rank = (int)(c.Seed / 50 % (ulong)(c.Min + 1));
        KeyValueFactors<T> result = KeyValueCompression.Compute(
            known.Matrix.AsColumns(0, keys), known.Matrix.AsColumns(keys, c.Columns - keys), rank);
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        Complex[,] product = Joined(result);
        Expect.Close(Oracle.NormOfDifference(known.Entries, product), known.Tail(rank), rounding, "the error");
        Expect.Close(result.Error.Frobenius, known.Tail(rank), rounding, "its estimate");
        Assert.Equal((c.Rows, rank, keys), (result.Compression.RowCount, result.Compression.ColumnCount, result.KeyExpansion.ColumnCount));
        Expect.Orthonormal(result.Compression, "W_c");
    }, tests: 100);

    /// <summary>SX-2: with activations the error on them is the tail of σ(X W), which no other factors of that rank reach.</summary>
    [Fact]
    public void Activations_make_the_error_that_of_the_outputs() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c with { HasTwins = false }, c.SingularValues(0.1));
        int keys = c.Columns / 2;
        int rank = (int)(c.Seed / 50 % (ulong)(c.Min + 1));

        // Fewer tokens than dimensions now and then, and of very unequal sizes.
        int tokens = 2 + (int)(c.Seed % 40);
        Complex[,] gaussian = Oracle.Gaussian<T>(tokens, c.Rows, (int)c.Seed);
        Complex[,] x = Oracle.Build(tokens, c.Rows, (i, j) => Oracle.Rounded<T>(gaussian[i, j] * Math.Pow(2, -(j % 5))));
        DenseMatrix<T> activations = Oracle.ToMatrix<T>(x, c.Layout);
        KeyValueFactors<T> result = KeyValueCompression.Compute(
            known.Matrix.AsColumns(0, keys), known.Matrix.AsColumns(keys, c.Columns - keys), rank, activations);
        Complex[,] outputs = Oracle.Multiply(x, known.Entries);
        double norm = Oracle.Norm(outputs);
        double tail = Math.Sqrt(Oracle.SingularValues(outputs).Skip(rank).Sum(s => s * s));
        double rounding = Expect.Rounding<T>(Math.Max(c.Max, tokens), 100 * norm);
        Expect.Close(Oracle.NormOfDifference(outputs, Oracle.Multiply(x, Joined(result))), tail, rounding, "the error of keys and values");
        Expect.Close(result.Error.Frobenius, tail, rounding, "its estimate");
        Expect.AtMost(result.Compression.ColumnCount, rank, "the width");

        KeyValueFactors<T> plain = KeyValueCompression.Compute(
            known.Matrix.AsColumns(0, keys), known.Matrix.AsColumns(keys, c.Columns - keys), rank);
        Expect.AtMost(tail, Oracle.NormOfDifference(outputs, Oracle.Multiply(x, Joined(plain))) + rounding,
            "the error against that of the plain factors");
        known.AssertUnchanged();
    }, tests: 100);

    /// <summary>A query meets a key without its being formed: (x W_q) U_kᴴ · (y W_c)ᴴ = (x W_q) (y W_c U_k)ᴴ.</summary>
    [Fact]
    public void A_key_need_not_be_formed()
    {
        DenseMatrix<T> keys = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 6, 1));
        DenseMatrix<T> values = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(12, 5, 2));
        KeyValueFactors<T> result = KeyValueCompression.Compute(keys, values, 4);
        DenseMatrix<T> queries = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(3, 6, 3));
        DenseMatrix<T> tokens = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(7, 12, 4));
        DenseMatrix<T> latent = tokens * result.Compression;
        DenseMatrix<T> absorbed = queries * result.KeyExpansion.ConjugateTranspose() * latent.ConjugateTranspose();
        DenseMatrix<T> formed = queries * (latent * result.KeyExpansion).ConjugateTranspose();
        Expect.Close<T>(Oracle.Of(absorbed), Oracle.Of(formed), 12, Oracle.Norm(Oracle.Of(formed)), "the scores");
    }

    /// <summary>S-8: ‖A Aᴴ G + G Bᴴ B − G‖² = Σ_{j&gt;2r} σ_j².</summary>
    [Fact]
    public void S8_the_first_step_of_an_adaptation_is_the_best() => PropertyCheck.Holds(MatrixCases.Larger, c =>
    {
        KnownMatrix<T> known = KnownMatrix<T>.Build(c);
        int rank = (int)(c.Seed % (ulong)((c.Min / 2) + 1));
        LoraFactors<T> factors = LoraInitialization.FromGradient(known.Matrix, rank, TruncatedSvdProperties<T>.Full);
        Complex[,] a = Oracle.Of(factors.A);
        Complex[,] b = Oracle.Of(factors.B);
        Assert.Equal((c.Rows, rank, rank, c.Columns), (a.RowCount(), a.ColumnCount(), b.RowCount(), b.ColumnCount()));
        Expect.Orthonormal(factors.A, "A");
        Complex[,] step = Oracle.Add(
            Oracle.Multiply(a, Oracle.Adjoint(a), known.Entries), Oracle.Multiply(known.Entries, Oracle.Adjoint(b), b));
        double rounding = Expect.Rounding<T>(c.Max, known.FrobeniusNorm);
        Expect.Close(Oracle.NormOfDifference(step, known.Entries), known.Tail(2 * rank), rounding, "the error of the first step");
        Expect.Close(factors.Error.Frobenius, known.Tail(2 * rank), rounding, "its estimate");
        known.AssertUnchanged();
    }, tests: 100);

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        DenseMatrix<T> a = Oracle.ToMatrix<T>(Oracle.Gaussian<T>(5, 4, 1));
        DenseMatrix<T> bad = a.ToDense();
        bad[1, 1] = Scalar<T>.FromDouble(double.NaN);
        Assert.Throws<ArgumentNullException>("keys", () => KeyValueCompression.Compute(null!, a, 1));
        Assert.Throws<ArgumentNullException>("values", () => KeyValueCompression.Compute(a, null!, 1));
        Assert.Throws<ArgumentException>("values", () => KeyValueCompression.Compute(a, DenseMatrix.Create<T>(4, 4), 1));
        Assert.Throws<ArgumentException>("activations", () => KeyValueCompression.Compute(a, a, 1, DenseMatrix.Create<T>(9, 4)));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => KeyValueCompression.Compute(a, a, 6));
        Assert.Throws<ArgumentException>("keys", () => KeyValueCompression.Compute(bad, a, 1));
        Assert.Throws<ArgumentException>("values", () => KeyValueCompression.Compute(a, bad, 1));
        Assert.Throws<ArgumentException>("activations", () => KeyValueCompression.Compute(a, a, 1, bad.Transpose()));
        Assert.Throws<ArgumentNullException>("gradient", () => LoraInitialization.FromGradient<T>(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => LoraInitialization.FromGradient(a, 3));
        Assert.Throws<ArgumentOutOfRangeException>("rank", () => LoraInitialization.FromGradient(a, -1));
        Assert.Throws<ArgumentException>(() => LoraInitialization.FromGradient(bad, 1));
    }

    private static Complex[,] Joined(KeyValueFactors<T> factors)
    {
        Complex[,] compression = Oracle.Of(factors.Compression);
        Complex[,] keys = Oracle.Multiply(compression, Oracle.Of(factors.KeyExpansion));
        Complex[,] values = Oracle.Multiply(compression, Oracle.Of(factors.ValueExpansion));
        return Oracle.Build(keys.RowCount(), keys.ColumnCount() + values.ColumnCount(), (i, j) =>
            j < keys.ColumnCount() ? keys[i, j] : values[i, j - keys.ColumnCount()]);
    }
}
