using LowRank.Operators;

namespace LowRank.Tests;

/// <summary>Products of a double matrix in single precision, block by block.</summary>
public sealed class RoundedOperatorTests
{
    [Fact]
    public void Products_are_those_of_the_rounded_matrix() => PropertyCheck.Holds(MatrixCases.Any, c =>
    {
        KnownMatrix<double> known = KnownMatrix<double>.Build(c);
        double scale = new[] { 1.0, 0.25, 8 }[c.Seed % 3];
        RoundedOperator rounded = new(known.Matrix, scale, 2);
        Compare(known, rounded, c.Max, scale);
        known.AssertUnchanged();
    }, tests: 100);

    /// <summary>Larger than one block, in both layouts: half a megabyte of numbers at a time.</summary>
    [Theory]
    [InlineData(MatrixLayout.RowMajor)]
    [InlineData(MatrixLayout.ColumnMajor)]
    public void A_matrix_of_several_blocks(MatrixLayout layout)
    {
        MatrixCase c = new(900, 1300, 3, SpectrumFamily.Flat, layout, 2, 5);
        Compare(KnownMatrix<double>.Build(c), new RoundedOperator(KnownMatrix<double>.Build(c).Matrix, 1, 2), 1300, 1);
    }

    private static void Compare(KnownMatrix<double> known, RoundedOperator rounded, int size, double scale)
    {
        DenseMatrix<float> x = Oracle.ToMatrix<float>(Oracle.Gaussian<float>(known.Case.Columns, 3, 1), MatrixLayout.ColumnMajor);
        DenseMatrix<float> y = Oracle.ToMatrix<float>(Oracle.Gaussian<float>(known.Case.Rows, 3, 2), MatrixLayout.ColumnMajor);
        DenseMatrix<float> ax = DenseMatrix.Create<float>(known.Case.Rows, 3, MatrixLayout.ColumnMajor);
        DenseMatrix<float> ay = DenseMatrix.Create<float>(known.Case.Columns, 3, MatrixLayout.ColumnMajor);
        rounded.Multiply(x, ax);
        rounded.MultiplyAdjoint(y, ay);
        double allowed = Expect.Rounding<float>(size, scale * known.FrobeniusNorm * Math.Sqrt(size));
        Expect.Close(Oracle.Of(ax), Oracle.Scale(Oracle.Multiply(known.Entries, Oracle.Of(x)), scale), allowed, "A x");
        Expect.Close(Oracle.Of(ay), Oracle.Scale(Oracle.Multiply(Oracle.Adjoint(known.Entries), Oracle.Of(y)), scale), allowed, "Aᴴ y");
    }
}
