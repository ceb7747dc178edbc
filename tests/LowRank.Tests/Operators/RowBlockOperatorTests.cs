using System.Numerics;
using LowRank.Kernels;
using LowRank.Operators;
using LowRank.Random;
using LowRank.Sketching;

namespace LowRank.Tests;

public sealed class RowBlockOperatorTestsOfSingle : RowBlockOperatorTests<float>;

public sealed class RowBlockOperatorTestsOfDouble : RowBlockOperatorTests<double>;

public sealed class RowBlockOperatorTestsOfComplex : RowBlockOperatorTests<Complex>;

/// <summary>A matrix that is read some rows at a time, against the same matrix in memory; and how often it is read.</summary>
public abstract class RowBlockOperatorTests<T>
    where T : unmanaged, INumberBase<T>
{
    private static double Tolerance => typeof(T) == typeof(float) ? 1e-5 : 1e-13;

    [Theory]
    [InlineData(40, 12, 7)]
    [InlineData(40, 12, 1)]
    [InlineData(9, 30, 4)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 5, 3)]
    [InlineData(5, 0, 3)]
    public void Whatever_is_asked_for_is_that_of_the_matrix_from_one_reading(int rows, int columns, int perRead)
    {
        DenseMatrix<T> a = Draw(rows, columns, 1);
        Source source = new(a, perRead);
        ILinearOperator<T> b = LinearOperator.FromRowBlocks(source);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<T> x = Draw(columns, 3, 2).ToDense(layout);
            DenseMatrix<T> y = Draw(rows, 2, 3).ToDense(layout);
            DenseMatrix<T> image = Draw(rows, 3, 4).ToDense(layout);
            DenseMatrix<T> normal = Draw(columns, 3, 4).ToDense(layout);
            DenseMatrix<T> adjoint = Draw(columns, 2, 4).ToDense(layout);
            Once(source, () => b.Multiply(x, image));
            Close(a * x, image, columns, "A x");
            Once(source, () => b.MultiplyAdjoint(y, adjoint));
            Close(a.ConjugateTranspose() * y, adjoint, rows, "Aᴴ y");
            foreach (INormalProduct<T> products in new[] { (INormalProduct<T>)b, a })
            {
                Kernels<T>.Fill(T.One, image.Span);
                Kernels<T>.Fill(T.One, normal.Span);
                products.MultiplyNormal(x, normal, image);
                Close(a * x, image, columns, "A x");
                Close(a.ConjugateTranspose() * (a * x), normal, rows + columns, "AᴴA x");
                Kernels<T>.Fill(T.One, normal.Span);
                Once(source, () => products.MultiplyNormal(x, normal), products == b ? 1 : 0);
                Close(a.ConjugateTranspose() * (a * x), normal, rows + columns, "AᴴA x");
            }

            Kernels<T>.Fill(T.One, normal.Span);
            double norm = Once(source, () => ((IFirstReading<T>)b).ReadFirst(x, normal));
            Expect.Close(norm, a.FrobeniusNorm(), Tolerance * norm, "the norm");
            Close(a.ConjugateTranspose() * (a * x), normal, rows + columns, "AᴴA x");
        }

        Expect.Close(((IFrobeniusNorm)b).FrobeniusNorm(), a.FrobeniusNorm(), Tolerance * a.FrobeniusNorm(), "the norm");
        if (rows * columns == 0)
        {
            return;
        }

        DenseMatrix<T> chosen = DenseMatrix.Create<T>(3, columns);
        Once(source, () => ((IRowSource<T>)b).CopyRows([rows - 1, 0, rows - 1], chosen));
        Assert.Equal(a[rows - 1, columns - 1], chosen[2, columns - 1]);
        Assert.Equal(a[0, 0], chosen[1, 0]);
        chosen = DenseMatrix.Create<T>(rows, 2);
        Once(source, () => ((IColumnSource<T>)b).CopyColumns([columns - 1, 0], chosen));
        Assert.Equal(a[rows - 1, columns - 1], chosen[rows - 1, 0]);
        Assert.Equal(a[rows / 2, 0], chosen[rows / 2, 1]);
    }

    [Fact]
    public void The_norm_is_read_once()
    {
        Source source = new(Draw(30, 10, 1), 7);
        IFrobeniusNorm norm = (IFrobeniusNorm)LinearOperator.FromRowBlocks(source);
        Once(source, norm.FrobeniusNorm);
        Once(source, norm.FrobeniusNorm, readings: 0);
    }

    [Fact]
    public void A_generalised_nystrom_approximation_reads_once_and_knows_the_norm()
    {
        DenseMatrix<T> a = Draw(60, 20, 5);
        Source source = new(a, 16);
        GeneralizedNystrom<T> expected = GeneralizedNystrom.Compute(a, 6);
        GeneralizedNystrom<T> measured = Once(source, () => GeneralizedNystrom.Compute(LinearOperator.FromRowBlocks(source), 6));
        Close(expected.Left * expected.Right, measured.Left * measured.Right, 60, "the approximation");
        Assert.Equal(expected.Error.RelativeFrobenius, measured.Error.RelativeFrobenius, Tolerance);
        Assert.Equal(a.FrobeniusNorm(), measured.Error.ReferenceNorm, Tolerance * a.FrobeniusNorm());
    }

    /// <summary>With means, without, with scales, and with means that are huge beside the deviations; with the largest rows last.</summary>
    [Fact]
    public void Pca_of_rows_that_are_read_is_that_of_the_matrix()
    {
        foreach (double offset in new[] { 0, 1, 1e3 })
        {
            DenseMatrix<T> a = Draw(80, 12, 6);
            for (int i = 0; i < 80; i++)
            {
                for (int j = 0; j < 12; j++)
                {
                    a[i, j] = (a[i, j] * Scalar<T>.FromDouble((j == 4 ? 0 : 1) + (i / 20))) + Scalar<T>.FromDouble(offset * (j + 1));
                }
            }

            foreach (PcaScaling scaling in Enum.GetValues<PcaScaling>())
            {
                foreach (bool centers in new[] { true, false })
                {
                    PcaOptions options = new() { Scaling = scaling, Center = centers };
                    Pca<T> expected = Pca.Fit(a, 5, options);
                    Pca<T> measured = Pca.Fit(LinearOperator.FromRowBlocks(new Source(a, 11)), 5, options);
                    double allowed = 100 * Tolerance * (typeof(T) == typeof(float) ? 1 + (offset / 10) : 1);
                    string what = $"offset {offset}, {scaling}, {centers}";
                    for (int j = 0; j < 12; j++)
                    {
                        Expect.Close(measured.Scale[j], expected.Scale[j], allowed * expected.Scale[j], $"scale, {what}");
                        Expect.AtMost(
                            Scalar<T>.Abs(measured.Mean[j] - expected.Mean[j]), Tolerance * (1 + Scalar<T>.Abs(expected.Mean[j])), what);
                    }

                    Expect.Close(measured.TotalVariance, expected.TotalVariance, allowed * expected.TotalVariance, what);
                    for (int k = 0; k < 5; k++)
                    {
                        Expect.Close(measured.SingularValues[k], expected.SingularValues[k], allowed * expected.SingularValues[0], what);
                    }
                }
            }
        }
    }

    /// <summary>What a first reading gives, centred after the fact, is the product with what is centred beforehand.</summary>
    [Fact]
    public void The_first_reading_centres_its_product()
    {
        DenseMatrix<T> a = Draw(70, 9, 7);
        for (int i = 0; i < 70; i++)
        {
            a[i, 3] += Scalar<T>.FromDouble(i);
        }

        DenseMatrix<T> x = Draw(9, 4, 8);
        DenseMatrix<T> first = DenseMatrix.Create<T>(9, 4);
        DenseMatrix<T> later = DenseMatrix.Create<T>(9, 4);
        Source source = new(a, 8);
        PrincipalComponents.CenteredRows<T> rows = new(RowBlockOperator<T>.Of(LinearOperator.FromRowBlocks(source))!, new PcaOptions());
        double norm = Once(source, () => rows.ReadFirst(x, first));
        Once(source, () => rows.MultiplyNormal(x, later));
        Close(later, first, 100 * 70, "the product");
        Assert.Equal(norm, rows.FrobeniusNorm());
    }

    [Fact]
    public void A_source_that_reads_nothing_is_told_so()
    {
        ILinearOperator<T> b = LinearOperator.FromRowBlocks(new Source(Draw(10, 4, 1), 0));
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => b.Multiply(Draw(4, 2, 1)));
        Assert.Contains("read 0 rows from row 0 on", exception.Message, StringComparison.Ordinal);
    }

    private static void Once(Source source, Action action, int readings = 1) =>
        Once(source, () =>
        {
            action();
            return 0;
        }, readings);

    private static TResult Once<TResult>(Source source, Func<TResult> action, int readings = 1)
    {
        source.RowsRead = 0;
        TResult result = action();
        Assert.Equal(source.ColumnCount == 0 ? 0 : readings * source.RowCount, source.RowsRead);
        return result;
    }

    private static DenseMatrix<T> Draw(int rows, int columns, ulong seed)
    {
        DenseMatrix<T> drawn = DenseMatrix.Create<T>(rows, columns);
        new GaussianSketch<T>(seed, RandomStream.EntryCheck).Fill(drawn, 0);
        return drawn;
    }

    private static void Close(DenseMatrix<T> expected, DenseMatrix<T> measured, int size, string what)
    {
        double squared = 0;
        for (int i = 0; i < expected.RowCount; i++)
        {
            for (int j = 0; j < expected.ColumnCount; j++)
            {
                squared += Math.Pow(Scalar<T>.Abs(expected[i, j] - measured[i, j]), 2);
            }
        }

        Expect.AtMost(Math.Sqrt(squared), Expect.Rounding<T>(size, expected.FrobeniusNorm()), what);
    }

    private sealed class Source(DenseMatrix<T> a, int perRead) : IRowBlockSource<T>
    {
        public long RowsRead { get; set; }

        public long RowCount => a.RowCount;

        public int ColumnCount => a.ColumnCount;

        public int Read(long first, DenseMatrix<T> into)
        {
            int count = Math.Min(perRead, into.RowCount);
            Kernels<T>.Copy(a.AsRows((int)first, count).Span, into.AsRows(0, count).Span);
            RowsRead += count;
            return count;
        }
    }
}
