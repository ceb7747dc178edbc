using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using LowRank.Tool.Output;

namespace LowRank.ToolTests;

/// <summary>Every command from file to file, against the library called directly.</summary>
public sealed class CommandTests : IDisposable
{
    private const int Rows = 40;
    private const int Columns = 25;

    private readonly TemporaryFolder _folder = new();
    private readonly DenseMatrix<double> _a = Decaying<double>(Rows, Columns, 0.6);
    private readonly string _file;

    public CommandTests() => _file = Save("a.npy", _a);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void Svd(int megabytes)
    {
        // With 0 megabytes the file is read block by block.
        JsonNode json = ToolProcess.RunJson(
            "svd", _file, "--rank", "6", "--method", "subspace-iteration", "--output", _folder["r.npz"], "--memory",
                megabytes.ToString(CultureInfo.InvariantCulture));
        TruncatedSvd<double> expected = TruncatedSvd.Compute(
            _a, 6, new TruncatedSvdOptions { Method = TruncatedSvdMethod.SubspaceIteration });
        Assert.Equal("subspace-iteration", (string?)json["method"]);
        Assert.Equal(6, (int)json["rank"]!);
        Assert.Equal(expected.Error.RelativeFrobenius, (double)json["relativeError"]!, 1e-12);
        Assert.Equal(expected.SingularValues, json["singularValues"]!.AsArray().Select(value => (double)value!), (x, y) =>
            Math.Abs(x - y) <= 1e-12 * expected.SingularValues[0]);
        Sample.Close(expected.U, Sample.Load<double>(_folder["r.npz:u"]), 100, "u");
        Sample.Close(expected.VT, Sample.Load<double>(_folder["r.npz:vt"]), 100, "vt");
        Assert.Equal((6, 1), (Sample.Load<double>(_folder["r.npz:s"]).RowCount, Sample.Load<double>(_folder["r.npz:s"]).ColumnCount));
    }

    [Fact]
    public void Svd_to_an_error_in_every_type()
    {
        foreach (string type in new[] { "float32", "float64", "complex128" })
        {
            JsonNode json = ToolProcess.RunJson("svd", _file, "--error", "0.05", "--type", type);
            Assert.Equal(type, (string?)json["type"]);
            Assert.Equal(TruncatedSvd.Compute(_a, Truncation.RelativeError(0.05)).Rank, (int)json["rank"]!);
            Assert.InRange((double)json["relativeError"]!, 0, 0.05);
        }

        // The largest rank allowed comes first.
        Assert.Equal(2, (int)ToolProcess.RunJson("svd", _file, "--error", "0.05", "--rank", "2")["rank"]!);
    }

    [Fact]
    public void The_seed_decides_and_is_fixed_by_default()
    {
        // To the last bit only where MKL is asked for it, which must be before its first use: so in processes of their own.
        string[] arguments = ["svd", _file, "--rank", "3", "--method", "subspace-iteration", "--reproducible", "--output"];
        foreach ((string name, string[] more) in new (string, string[])[] { ("1.npz", []), ("2.npz", []), ("3.npz", ["--seed", "99"]) })
        {
            Assert.Equal(0, ToolProcess.RunProgram([.. arguments, _folder[name], .. more]).ExitCode);
        }

        Assert.Equal(File.ReadAllBytes(_folder["1.npz"]), File.ReadAllBytes(_folder["2.npz"]));
        Assert.NotEqual(File.ReadAllBytes(_folder["1.npz"]), File.ReadAllBytes(_folder["3.npz"]));
    }

    [Theory]
    [InlineData("columns")]
    [InlineData("rows")]
    public void Id(string side)
    {
        JsonNode json = ToolProcess.RunJson("id", _file, "--rank", "5", "--side", side, "--output", _folder["r.npy"]);
        InterpolativeDecomposition<double> expected = InterpolativeDecomposition.Compute(
            _a, 5, new InterpolativeDecompositionOptions { Side = side == "rows" ? InterpolativeSide.Rows : InterpolativeSide.Columns });
        Assert.Equal(expected.Indices, json["indices"]!.AsArray().Select(index => (int)index!));
        DenseMatrix<double> skeleton = Sample.Load<double>(_folder["r.skeleton.npy"]);
        DenseMatrix<double> coefficients = Sample.Load<double>(_folder["r.coefficients.npy"]);
        DenseMatrix<double> product = side == "rows" ? coefficients * skeleton : skeleton * coefficients;
        Sample.Close(expected.ToDense(), product, 100, "the product of what was written");
        Sample.Equal(DenseMatrix.Wrap([.. expected.Indices.Select(index => (double)index)], 5, 1),
            Sample.Load<double>(_folder["r.indices.npy"]), "indices");
    }

    [Fact]
    public void Cur()
    {
        JsonNode json = ToolProcess.RunJson("cur", _file, "--rank", "5", "--output", _folder["cur.npy"]);
        CurDecomposition<double> expected = CurDecomposition.Compute(_a, 5);
        Assert.Equal(expected.ColumnIndices, json["columns"]!.AsArray().Select(index => (int)index!));
        Assert.Equal(expected.RowIndices, json["rows"]!.AsArray().Select(index => (int)index!));
        DenseMatrix<double> product = Sample.Load<double>(_folder["cur.c.npy"]) * Sample.Load<double>(
            _folder["cur.u.npy"]) * Sample.Load<double>(_folder["cur.r.npy"]);
        Sample.Close(expected.ToDense(), product, 1000, "C U R as written");
    }

    [Fact]
    public void Principal_components()
    {
        JsonNode json = ToolProcess.RunJson("pca", _file, "--rank", "4", "--output", _folder["pca.npy"]);
        (Pca<double> expected, DenseMatrix<double> scores) = Pca.FitTransform(_a, 4);
        Assert.Equal(expected.ExplainedVarianceRatio.Sum(), (double)json["explained"]!, 1e-9);
        Sample.Close(expected.Components, Sample.Load<double>(_folder["pca.components.npy"]), 1000, "the components");
        Sample.Close(scores, Sample.Load<double>(_folder["pca.scores.npy"]), 1000, "the scores");
        Assert.InRange((int)ToolProcess.RunJson("pca", _file, "--variance", "0.5")["rank"]!, 1, Columns);
    }

    [Fact]
    public void Pinv_and_least_squares()
    {
        JsonNode json = ToolProcess.RunJson("pinv", _file, "--output", _folder["p.csv"]);
        PseudoInverse<double> expected = PseudoInverse.Compute(_a);
        Assert.Equal(expected.Rank, (int)json["rank"]!);
        Sample.Close(expected.ToDense(), Sample.Load<double>(_folder["p.csv"]), 1000, "A⁺");

        DenseMatrix<double> b = _a * Sample.Matrix<double>(Columns, 2);
        json = ToolProcess.RunJson("pinv", _file, "--solve", Save("b.npy", b), "--output", _folder["x.npy"]);
        Sample.Close(b, _a * Sample.Load<double>(_folder["x.npy"]), 1000, "A x");
        Assert.InRange((double)json["residual"]!, 0, 1e-9 * b.FrobeniusNorm());

        // With a high threshold fewer directions are left.
        Assert.InRange((int)ToolProcess.RunJson("pinv", _file, "--tolerance", "0.1")["rank"]!, 1, expected.Rank - 1);
    }

    [Fact]
    public void Product_exact_sampled_and_to_an_error()
    {
        DenseMatrix<double> y = Decaying<double>(Columns, 7, 0.9);
        string right = Save("y.npy", y);
        ToolProcess.RunJson("product", _file, right, "--output", _folder["p.npy"]);
        Sample.Close(_a * y, Sample.Load<double>(_folder["p.npy"]), Columns, "X Y");

        JsonNode json = ToolProcess.RunJson("product", _file, right, "--samples", "9", "--method", "top-k", "--output", _folder["q.npz"]);
        ColumnRowProduct<double> expected = ColumnRow.Multiply(_a, y, 9, new ColumnRowOptions { Scheme = ColumnRowScheme.TopK });
        Sample.Close(expected.Product, Sample.Load<double>(_folder["q.npz:product"]), Columns, "C R");
        Assert.Equal(expected.Error.Frobenius, (double)json["error"]!, 1e-9);
        Assert.Equal(9, Sample.Load<double>(_folder["q.npz:indices"]).RowCount);

        json = ToolProcess.RunJson("product", _file, right, "--error", "1e-12");
        Assert.True((bool)json["isExact"]!);
    }

    [Fact]
    public void An_exact_product_takes_a_sparse_or_large_factor_as_it_is()
    {
        // 10⁵ columns of 2 entries: dense they would take 80 GB.
        string sparse = _folder.Write(
            "s.mtx", "%%MatrixMarket matrix coordinate complex general\n100000 100000 2\n1 1 3 1\n100000 1 0 -4\n");
        string thin = Save("thin.npy", Sample.Matrix<Complex>(100_000, 2));
        DenseMatrix<Complex> expected = DenseMatrix.Create<Complex>(100_000, 2);
        foreach (int column in new[] { 0, 1 })
        {
            expected[0, column] = new Complex(3, 1) * Sample.Entry(0, column, isComplex: true);
            expected[99_999, column] = new Complex(0, -4) * Sample.Entry(0, column, isComplex: true);
        }

        ToolProcess.RunJson("product", sparse, thin, "--output", _folder["p.npy"]);
        Sample.Equal(expected, Sample.Load<Complex>(_folder["p.npy"]), "sparse times dense");

        // And from the right, where the product is that of the adjoints; and read block by block.
        DenseMatrix<Complex> row = DenseMatrix.Create<Complex>(1, 100_000);
        (row[0, 0], row[0, 99_999]) = (new Complex(1, 2), Complex.ImaginaryOne);
        ToolProcess.RunJson("product", Save("row.npy", row), sparse, "--output", _folder["q.npy"]);
        DenseMatrix<Complex> product = Sample.Load<Complex>(_folder["q.npy"]);
        Assert.Equal((new Complex(1, 2) * new Complex(3, 1)) + 4, product[0, 0]);
        Assert.Equal(Complex.Zero, product[0, 99_999]);

        string right = Save("y.npy", Decaying<double>(Columns, 3, 0.9));
        foreach (string megabytes in new[] { "0", "256" })
        {
            ToolProcess.RunJson("product", _file, right, "--memory", megabytes, "--output", _folder["d.npy"]);
            Sample.Close(_a * Decaying<double>(Columns, 3, 0.9), Sample.Load<double>(_folder["d.npy"]), Columns, $"with {megabytes} MB");
        }
    }

    [Fact]
    public void The_method_is_chosen_in_every_decomposition()
    {
        Assert.Equal("lanczos", (string?)ToolProcess.RunJson("pca", _file, "--rank", "3", "--method", "lanczos")["method"]);
        Assert.Equal("complete-orthogonal", (string?)ToolProcess.RunJson("pinv", _file, "--method", "complete-orthogonal")["method"]);

        JsonNode json = ToolProcess.RunJson("cur", _file, "--rank", "4", "--method", "deim");
        CurDecomposition<double> expected = CurDecomposition.Compute(
            _a, 4, new CurDecompositionOptions { Selection = ColumnSelectionMethod.Deim });
        Assert.Equal(expected.ColumnIndices, json["columns"]!.AsArray().Select(index => (int)index!));
        Assert.Equal("deim", (string?)json["method"]);
    }

    [Fact]
    public void Pinv_of_a_rank_inverts_the_truncated_svd_also_of_a_sparse_matrix()
    {
        JsonNode json = ToolProcess.RunJson("pinv", _file, "--rank", "3", "--output", _folder["p.npy"]);
        Assert.Equal(3, (int)json["rank"]!);
        Sample.Close(PseudoInverse.FromSvd(TruncatedSvd.Compute(_a, 3)).ToDense(), Sample.Load<double>(_folder["p.npy"]), 1000,
            "A⁺ of rank 3");

        string sparse = _folder.Write("s.mtx", "%%MatrixMarket matrix coordinate real general\n100000 100000 2\n1 1 4\n7 2 2\n");
        DenseMatrix<double> b = DenseMatrix.Create<double>(100_000, 1);
        (b[0, 0], b[6, 0]) = (8, 6);
        json = ToolProcess.RunJson("pinv", sparse, "--rank", "2", "--solve", Save("b.npy", b), "--output", _folder["x.npy"]);
        DenseMatrix<double> x = Sample.Load<double>(_folder["x.npy"]);
        Assert.Equal(2, x[0, 0], 1e-9);
        Assert.Equal(3, x[1, 0], 1e-9);
        Assert.InRange((double)json["residual"]!, 0, 1e-9);

        ToolResult refused = ToolProcess.Run("pinv", _file, "--rank", "3", "--method", "svd");
        Assert.Equal((2, "--rank inverts a truncated SVD, so there is no --method to choose."), (refused.ExitCode, refused.Errors.Trim()));
    }

    [Fact]
    public void Types_of_two_files_meet_in_the_wider_one()
    {
        string z = Save("z.npy", Sample.Matrix<Complex>(Columns, 2));
        Assert.Equal("complex128", (string?)ToolProcess.RunJson("product", _file, z)["xType"]);
        ToolResult refused = ToolProcess.Run("product", _file, z, "--type", "float64", "--quiet");
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal($"{z}: holds complex128 numbers, which float64 cannot hold.", refused.Errors.Trim());
    }

    [Fact]
    public void Info_knows_the_ranks_that_errors_need()
    {
        JsonNode json = ToolProcess.RunJson("info", _file, "--report", _folder["r.html"]);
        double[] values = [.. TruncatedSvd.Compute(_a, Columns).SingularValues];
        double norm = _a.FrobeniusNorm();
        Assert.Equal(norm, (double)json["frobeniusNorm"]!, 1e-9);
        Assert.Equal(norm * norm / (values[0] * values[0]), (double)json["stableRank"]!, 1e-9);
        Assert.Equal(Columns, (int)json["numericalRank"]!);
        foreach ((string key, double error) in new[] { ("rankFor10Percent", 0.1), ("rankFor1Percent", 0.01), ("rankFor0_1Percent", 0.001) })
        {
            int rank = (int)json[key]!;
            Assert.True(Left(rank) <= error && Left(rank - 1) > error, $"{key} is {rank}");
        }

        // Computed in part, the same ranks come out.
        JsonNode partial = ToolProcess.RunJson("info", _file, "--rank", "24");
        Assert.Equal((int)json["rankFor1Percent"]!, (int)partial["rankFor1Percent"]!);
        Assert.Null(partial["numericalRank"]);
        Assert.Null(ToolProcess.RunJson("info", _file, "--rank", "1")["rankFor1Percent"]);

        double Left(int rank) => Math.Sqrt(values.Skip(rank).Sum(value => value * value)) / norm;
    }

    [Theory]
    [InlineData("info")]
    [InlineData("svd --rank 4")]
    [InlineData("bench --rank 3 --repeat 1")]
    [InlineData("pinv")]
    [InlineData("pca --rank 3")]
    [InlineData("id --rank 3")]
    [InlineData("cur --rank 3")]
    public void A_report_is_a_page_that_needs_nothing_else(string command)
    {
        Assert.Equal(0, ToolProcess.Run([.. command.Split(' '), _file, "--report", _folder["r.html"]]).ExitCode);
        string page = File.ReadAllText(_folder["r.html"]);
        Assert.DoesNotContain("<!--", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);

        // The SVG parts are sound XML, and the curves stay inside the drawing.
        int from = page.IndexOf("<svg", StringComparison.Ordinal);
        Assert.True(from > 0, "there is no plot");
        while (from >= 0)
        {
            int to = page.IndexOf("</svg>", from, StringComparison.Ordinal) + 6;
            XElement svg = XElement.Parse(page[from..to]);
            foreach (string pair in svg.Descendants("polyline").SelectMany(line => ((string)line.Attribute("points")!).Split(' ')))
            {
                double[] point = [.. pair.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
                Assert.InRange(point[0], 0, 560);
                Assert.InRange(point[1], 0, 420);
            }

            from = page.IndexOf("<svg", to, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bench_measures_every_method()
    {
        JsonArray rows = ToolProcess.RunJson("bench", _file, "--rank", "5", "--repeat", "1")["measurements"]!.AsArray();
        int methods = Enum.GetValues<TruncatedSvdMethod>().Length - 1 + 3; // not Auto, and three selectors
        Assert.Equal(methods, rows.Count);
        double best = TruncatedSvd.Compute(_a, 5).Error.RelativeFrobenius;
        Assert.All(rows, row => Assert.InRange((double)row!["relativeError"]!, best * (1 - 1e-9), 10 * best));
        Assert.All(rows, row => Assert.True((double)row!["seconds"]! > 0));
    }

    [Fact]
    public void Empty_zero_and_one_by_one_matrices_work()
    {
        foreach (DenseMatrix<double> matrix in new[] { DenseMatrix.Create<double>(0, 3), DenseMatrix.Create<double>(3, 0),
            DenseMatrix.Create<double>(4, 3), Sample.Matrix<double>(1, 1) })
        {
            string file = Save("e.npy", matrix);
            foreach (string command in new[] { "info", "svd --rank 0", "id --rank 0", "pinv", "svd --error 0.1",
                "bench --rank 0 --repeat 1" })
            {
                ToolResult result = ToolProcess.Run([.. command.Split(' '), file, "--quiet", "--report", _folder["e.html"]]);
                Assert.True(result.ExitCode == 0, $"{command} on {matrix}: {result.Errors}");
            }
        }
    }

    [Fact]
    public void Sparse_files_are_decomposed_without_being_expanded()
    {
        // 10⁵ × 10⁵: as a dense matrix 80 GB, and more entries than an array holds.
        string file = _folder.Write(
            "s.mtx", "%%MatrixMarket matrix coordinate real general\n100000 100000 3\n1 1 3\n50000 7 -4\n100000 100000 1\n");
        JsonNode json = ToolProcess.RunJson("svd", file, "--rank", "2", "--method", "subspace-iteration");
        Assert.Equal([4.0, 3.0], json["singularValues"]!.AsArray().Select(value => (double)value!), (x, y) => Math.Abs(x - y) < 1e-12);
        ToolResult refused = ToolProcess.Run("pinv", file);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("takes 80000000000 bytes as a dense one", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_a_spectrum_and_tables_are_drawn()
    {
        string output = ToolProcess.Run("info", _file).Output;
        Assert.Contains("rank for 1 % error", output, StringComparison.Ordinal);
        Assert.Contains("█", output, StringComparison.Ordinal);
        Assert.Contains("subspace-iteration", ToolProcess.Run("bench", _file, "--repeat", "1").Output, StringComparison.Ordinal);
        Assert.Contains("Native library", ToolProcess.Run("environment").Output, StringComparison.Ordinal);
    }

    /// <summary>Rows of geometric decay: full rank, and no two singular values alike.</summary>
    private static DenseMatrix<T> Decaying<T>(int rows, int columns, double ratio)
        where T : unmanaged, INumberBase<T>
    {
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(rows, columns);
        System.Random random = new(5);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                matrix[i, j] = T.CreateTruncating(Math.Pow(ratio, j) * (random.NextDouble() - 0.5));
            }
        }

        return matrix;
    }

    private string Save<T>(string name, DenseMatrix<T> matrix)
        where T : unmanaged, INumberBase<T>
    {
        ResultFiles.Write(_folder[name], [OutputArray.Of("a", matrix)], default);
        return _folder[name];
    }
}
