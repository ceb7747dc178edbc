using System.Numerics;
using LowRank.IO;

namespace LowRank.ToolTests;

/// <summary>Matrix Market, CSV and IDX: what is read, and what is said of wrong files.</summary>
public sealed class TextFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Coordinates_of_one_place_are_added_and_their_sum_must_be_finite()
    {
        string path = _folder.Write("a.mtx", "%%MatrixMarket matrix coordinate real symmetric\n2 2 3\n2 1 1.5\n2 1 -1\n2 2 4\n");
        Sample.Equal(DenseMatrix.FromArray(new[,] { { 0, 0.5 }, { 0.5, 4 } }), Sample.Load<double>(path), "sums");
        path = _folder.Write("b.mtx", "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1e308\n1 1 1e308\n");
        Assert.Equal("has entries of one place, somewhere before byte 72, that add up to more than float64 holds.", Sample.Refused(path));
    }

    [Fact]
    public void Coordinates_are_a_sparse_matrix_whose_products_are_those_of_the_dense_one()
    {
        string path = _folder.Write("a.mtx",
            "%%MatrixMarket matrix coordinate complex hermitian\n% c\n4 4 5\n1 1 2 0\n3 1 1 -1\n4 2 0.5 4\n4 2 0.25 1\n4 4 -1 0\n");
        LoadOptions options = new();
        MatrixFile file = MatrixFiles.Open(path, options);
        Assert.Equal(5, file.EntryCount);
        ILinearOperator<Complex> sparse = file.Load<Complex>(options);
        DenseMatrix<Complex> dense = file.LoadDense<Complex>(options);
        Assert.IsNotType<DenseMatrix<Complex>>(sparse);
        Assert.Equal(new Complex(1, 1), dense[0, 2]);
        Assert.Equal(new Complex(0.75, 5), dense[3, 1]);
        foreach (MatrixLayout layout in Enum.GetValues<MatrixLayout>())
        {
            DenseMatrix<Complex> x = Sample.Matrix<Complex>(4, 3, layout);
            DenseMatrix<Complex> y = Sample.Matrix<Complex>(4, 3, layout);
            sparse.Multiply(x, y);
            Sample.Close(dense * x, y, 4, "A x");
            sparse.MultiplyAdjoint(x, y);
            Sample.Close(dense.ConjugateTranspose() * x, y, 4, "Aᴴ x");
        }

        Assert.Equal(dense.FrobeniusNorm(), ((IFrobeniusNorm)sparse).FrobeniusNorm(), 1e-14);
        int[] chosen = [3, 0, 3];
        DenseMatrix<Complex> expected = DenseMatrix.Create<Complex>(3, 4);
        DenseMatrix<Complex> measured = DenseMatrix.Create<Complex>(3, 4);
        dense.CopyRows(chosen, expected);
        ((IRowSource<Complex>)sparse).CopyRows(chosen, measured);
        Sample.Equal(expected, measured, "rows");
        dense.CopyColumns(chosen, expected.Transpose());
        ((IColumnSource<Complex>)sparse).CopyColumns(chosen, measured.Transpose());
        Sample.Equal(expected, measured, "columns");
    }

    [Theory]
    [InlineData("", "is no Matrix Market file: it does not begin (at byte 0) with %%MatrixMarket.")]
    [InlineData("%%MatrixMarket matrix array pattern general\n1 1\n1\n",
        "has the field 'pattern' in its banner at byte 0, which is unknown or does not go with the rest.")]
    [InlineData("%%MatrixMarket matrix coordinate real hermitian\n1 1 0\n",
        "has the symmetry 'hermitian' in its banner at byte 0, which is unknown or does not go with the rest.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n%\n", "ends at byte 48, before its sizes.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n4611686018427387904 2 1\n1 1 1\n",
        "has the wrong size '4611686018427387904' in the line at byte 46.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2147483647 2147483647 1\n1 1 1\n",
        "has 2147483647 rows and 2147483647 columns by its header, but only 1 entries from byte 0 to 76; that is taken for damage.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2147483647 2147483647 4611686014132420609\n1 1 1\n",
        "ends at byte 94, which is too early for the 4611686014132420609 entries of its header.")]
    [InlineData("%%MatrixMarket matrix array real general\n2147483647 2147483647\n1\n",
        "ends at byte 65, which is too early for the 4611686014132420609 entries of its header.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 5\n1 1 1\n1 1 1\n1 1 1\n1 1 1\n1 1 1\n",
        "has 5 entries by byte 46; a 2 × 2 matrix has room for 4.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n3 1 1\n",
        "has '3' in the line at byte 52, where a number from 1 to 2 is expected.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 nan\n",
        "has 'nan' in the line at byte 52, where a finite number is expected.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 1\n  \n", "ends at byte 61 after 1 of 2 entries.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 1\n1 1 1\n", "goes on at byte 58 after its 1 entries.")]
    [InlineData("%%MatrixMarket matrix coordinate real general\n2 2 1\n1 1 1 1\n", "has '1' too much in the line at byte 52.")]
    [InlineData("%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n1 2 1\n",
        "has an entry above the diagonal at byte 54; a symmetric matrix is given by its lower triangle.")]
    public void A_wrong_matrix_market_file_is_named_with_its_byte(string content, string message)
    {
        string path = _folder.Write("a.mtx", content);
        Assert.Equal(message, Sample.Refused(path));
    }

    [Theory]
    [InlineData("1,2\n3\n", "has 1 numbers in the line at byte 4, but 2 in those before.")]
    [InlineData("1,2\n3,x\n", "has 'x' in the line at byte 4, where a finite number is expected.")]
    [InlineData("a,2\n3,4\n", "has 'a' in the line at byte 0, where a finite number is expected.")]
    [InlineData("nan\n1\n", "has 'nan' in the line at byte 0, where a finite number is expected.")]
    [InlineData("1,2\n3,1e999\n", "has '1e999' in the line at byte 4, where a finite number is expected.")]
    [InlineData("1\0,2", "is no text: byte 1 is zero.")]
    public void A_wrong_csv_file_is_named_with_its_byte(string content, string message) =>
        Assert.Equal(message, Sample.Refused(_folder.Write("a.csv", content)));

    [Fact]
    public void Csv_may_have_a_heading_quotes_and_complex_numbers()
    {
        string path = _folder.Write("a.csv", "x;y\n\"1.5\"; -2e-3\n 1-2j ;(3e-1+4e+1j)\r\n");
        DenseMatrix<Complex> expected = DenseMatrix.FromArray(new Complex[,] { { 1.5, -2e-3 }, { new(1, -2), new(0.3, 40) } });
        Sample.Equal(expected, Sample.Load<Complex>(path), path);
    }

    [Fact]
    public void Numbers_survive_csv_to_the_last_bit()
    {
        double[] values = [0.1, 1.0 / 3, double.MaxValue, double.Epsilon, -0.0, 1e22, 123456789012345678];
        DenseMatrix<double> matrix = DenseMatrix.Wrap(values, 1, values.Length);
        using (StreamWriter writer = new(_folder["a.csv"]))
        {
            CsvFormat.Write(writer, matrix, default);
        }

        Sample.Equal(matrix, Sample.Load<double>(_folder["a.csv"]), "csv");
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5 },
        "ends at byte 17; by the shape (2 × 3) at byte 4 it has 18.")]
    [InlineData(new byte[] { 0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 0, 3, 1 },
        "the shape (4294967295 × 3) at byte 4 is too large: a side has at most 2147483647 rows or columns.")]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 1, 1 }, "has the unknown type 0x07 at byte 2.")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "has 0 dimensions by byte 3; it must be 1 … 8.")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0 }, "ends at byte 6, inside the header of 16 bytes.")]
    public void A_wrong_idx_file_is_named_with_its_byte(byte[] content, string message) =>
        Assert.Equal(message, Sample.Refused(_folder.Write("a-idx2-ubyte", content)));

    [Fact]
    public void Idx_images_are_rows()
    {
        string path = _folder.Write("a-idx3-short", [0, 0, 0x0B, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0xFF, 0xFE, 1, 0]);
        Sample.Equal(DenseMatrix.FromArray(new double[,] { { -2, 256 } }), Sample.Load<double>(path), path);
    }

    [Fact]
    public void A_missing_file_a_folder_and_an_unknown_format_are_refused()
    {
        Assert.Equal("there is no such file.", Sample.Refused(_folder["none.npy"]));
        Assert.Equal("is a folder, not a file.", Sample.Refused(_folder.Path));
        Assert.StartsWith("is of no known format", Sample.Refused(_folder.Write("a.bin", "hello world")), StringComparison.Ordinal);
    }
}
