using System.Numerics;
using System.Numerics.Tensors;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LowRank.Compare.Workers;

/// <summary>The work in this library, in one precision. A new kind of work is a method here and a line in <see cref="Find"/>.</summary>
internal sealed class LowRankJobs<T>(DenseMatrix<T>[] inputs) : IPreparedJobs
    where T : unmanaged, INumberBase<T>
{
    private static readonly JsonSerializerOptions _optionNames = new()
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public Func<IResult> Find(string function, JsonElement arguments) => function switch
    {
        "TruncatedSvd" => Svd(arguments),
        "PseudoInverse" => Inverse(arguments),
        "PseudoInverse.Form" => FormedInverse(arguments),
        "PivotedQr" => Qr(arguments),
        "InterpolativeDecomposition" => Interpolative(arguments),
        "NystromApproximation" => Nystrom(arguments),
        "ColumnRow" => ColumnRowProduct(arguments),
        "ExactProduct" => ExactProduct(),
        "PackedProduct" => PackedProduct(arguments),
        "SquareProduct" => SquareProduct(arguments),
        "ThinProduct" => ThinProduct(arguments),
        _ => throw new NotSupportedException($"LowRank has no job '{function}'."),
    };

    /// <summary>Numbers of order one, of full rank.</summary>
    public static DenseMatrix<T> Filled(int rows, int columns)
    {
        DenseMatrix<T> matrix = DenseMatrix.Create<T>(rows, columns);
        DenseMatrix<double> values = Benchmarks.TestMatrices.Uniform(rows, columns, 1);
        TensorPrimitives.ConvertTruncating<double, T>(values.Memory.Span, matrix.Memory.Span);
        return matrix;
    }

    private Func<IResult> Svd(JsonElement arguments)
    {
        Truncation truncation = ReadTruncation(arguments);
        TruncatedSvdOptions options = ReadOptions<TruncatedSvdOptions>(arguments) ?? new();
        return () =>
        {
            TruncatedSvd<T> svd = TruncatedSvd.Compute(inputs[0], truncation, options);
            return new Result(WorkOf(svd), AnswerKind.Factors, path =>
            {
                NpyFile.Write(path("left"), ScaledColumns(svd.U, svd.SingularValues.AsSpan()));
                NpyFile.Write(path("right"), svd.VT);
                NpyFile.Write(path("singularValues"), svd.SingularValues.AsSpan());
            });
        };
    }

    private Func<IResult> Inverse(JsonElement arguments)
    {
        PseudoInverseOptions options = ReadOptions<PseudoInverseOptions>(arguments) ?? new();
        return () =>
        {
            // Formed, as the peers form it.
            PseudoInverse<T> inverse = PseudoInverse.Compute(inputs[0], options);
            DenseMatrix<T> dense = inverse.ToDense();
            return new Result(new WorkDone { Rank = inverse.Rank }, AnswerKind.Inverse, path => NpyFile.Write(path("inverse"), dense));
        };
    }

    private Func<IResult> FormedInverse(JsonElement arguments)
    {
        PseudoInverseOptions options = ReadOptions<PseudoInverseOptions>(arguments) ?? new();
        return () =>
        {
            DenseMatrix<T> dense = PseudoInverse.Form(inputs[0], options);
            return new Result(null, AnswerKind.Inverse, path => NpyFile.Write(path("inverse"), dense));
        };
    }

    private Func<IResult> Qr(JsonElement arguments)
    {
        PivotedQrOptions options = ReadOptions<PivotedQrOptions>(arguments) ?? new();
        return () =>
        {
            PivotedQr<T> qr = PivotedQr.Compute(inputs[0], options);
            return new Result(new WorkDone { Rank = qr.R.RowCount, Method = qr.Method.ToString() }, AnswerKind.PivotedQr, path =>
            {
                NpyFile.Write(path("q"), qr.Q);
                NpyFile.Write(path("r"), qr.R);
                NpyFile.Write(path("pivots"), qr.Pivots.AsSpan());
            });
        };
    }

    private Func<IResult> Interpolative(JsonElement arguments)
    {
        Truncation truncation = ReadTruncation(arguments);
        InterpolativeDecompositionOptions options = ReadOptions<InterpolativeDecompositionOptions>(arguments) ?? new();
        return () =>
        {
            InterpolativeDecomposition<T> id = InterpolativeDecomposition.Compute(inputs[0], truncation, options);
            return new Result(new WorkDone { Rank = id.Rank, Method = id.Method.ToString() }, AnswerKind.Columns, path =>
            {
                NpyFile.Write(path("indices"), id.Indices.AsSpan());
                NpyFile.Write(path("coefficients"), id.Coefficients);
            });
        };
    }

    /// <summary>Of the first input as it is; with a gamma, of the Gaussian kernel of the points that are the second.</summary>
    private Func<IResult> Nystrom(JsonElement arguments)
    {
        Truncation truncation = ReadTruncation(arguments);
        NystromApproximationOptions options = ReadOptions<NystromApproximationOptions>(arguments) ?? new();
        Func<NystromApproximation<T>> compute = () => NystromApproximation.Compute(inputs[0], truncation, options);
        if (arguments.TryGetProperty("gamma", out JsonElement gamma))
        {
            double width = gamma.GetDouble();
            DenseMatrix<T> rows = inputs[1].ToDense(MatrixLayout.RowMajor);
            double[] points = new double[rows.RowCount * rows.ColumnCount];
            TensorPrimitives.ConvertTruncating<T, double>(rows.Memory.Span, points);
            IKernelSource<T> kernel = KernelSource.Create(
                rows.RowCount, (i, j) => T.CreateTruncating(Benchmarks.TestMatrices.GaussianKernel(points, rows.ColumnCount, width, i, j)));
            compute = () => NystromApproximation.Compute(kernel, truncation, options);
        }

        return () =>
        {
            NystromApproximation<T> nystrom = compute();
            return new Result(new WorkDone { Rank = nystrom.Rank, Method = nystrom.Method.ToString() }, AnswerKind.Factors, path =>
            {
                NpyFile.Write(path("left"), nystrom.Factor);
                NpyFile.Write(path("right"), nystrom.Factor.Transpose());
            });
        };
    }

    private Func<IResult> ColumnRowProduct(JsonElement arguments)
    {
        int sampleCount = arguments.GetProperty("sampleCount").GetInt32();
        ColumnRowOptions options = ReadOptions<ColumnRowOptions>(arguments) ?? new();
        DenseMatrix<T> destination = TouchedProduct();
        return () =>
        {
            ColumnRowProduct<T> result = ColumnRow.MultiplyInto(inputs[0], inputs[1], sampleCount, destination, options);
            return new Result(
                new WorkDone { Rank = sampleCount, Method = options.Scheme.ToString() },
                AnswerKind.Product,
                path => NpyFile.Write(path("product"), result.Product));
        };
    }

    private Func<IResult> ExactProduct()
    {
        DenseMatrix<T> destination = TouchedProduct();
        return () =>
        {
            inputs[0].Multiply(inputs[1], destination);
            return new Result(null, AnswerKind.Product, path => NpyFile.Write(path("product"), destination));
        };
    }

    /// <summary>The product of some columns and rows that are packed already: what a column-row product would cost if choosing and
    /// gathering were free.</summary>
    private Func<IResult> PackedProduct(JsonElement arguments)
    {
        int count = Math.Min(arguments.GetProperty("sampleCount").GetInt32(), inputs[0].ColumnCount);
        DenseMatrix<T> c = inputs[0].AsColumns(0, count).ToDense(MatrixLayout.RowMajor);
        DenseMatrix<T> r = inputs[1].AsRows(0, count).ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> destination = TouchedProduct();
        return () =>
        {
            c.Multiply(r, destination);
            return new Result(new WorkDone { Rank = count }, AnswerKind.Product, path => NpyFile.Write(path("product"), destination));
        };
    }

    /// <summary>Room for the product of the two inputs, touched, so that no page of it is made while the clock runs.</summary>
    private DenseMatrix<T> TouchedProduct() => Touched<T>(inputs[0].RowCount, inputs[1].ColumnCount, inputs[0].Layout);

    private static DenseMatrix<TElement> Touched<TElement>(int rows, int columns, MatrixLayout layout)
        where TElement : unmanaged, INumberBase<TElement>
    {
        DenseMatrix<TElement> destination = DenseMatrix.Create<TElement>(rows, columns, layout);
        destination.Memory.Span.Fill(TElement.One);
        return destination;
    }

    /// <summary>What the machine can do: a square product, in the precision asked for.</summary>
    private static Func<IResult> SquareProduct(JsonElement arguments)
    {
        int size = arguments.GetProperty("size").GetInt32();
        return arguments.GetProperty("elementType").GetString() == "float"
            ? Product(LowRankJobs<float>.Filled(size, size), LowRankJobs<float>.Filled(size, size))
            : Product(LowRankJobs<double>.Filled(size, size), LowRankJobs<double>.Filled(size, size));
    }

    /// <summary>What the machine can do with A itself: A times a thin matrix, in the layout that the methods use, into memory that is
    /// there.</summary>
    private Func<IResult> ThinProduct(JsonElement arguments) =>
        Product(inputs[0], LowRankJobs<T>.Filled(inputs[0].ColumnCount, arguments.GetProperty("columns").GetInt32()).ToDense(
            MatrixLayout.ColumnMajor));

    private static Func<IResult> Product<TElement>(DenseMatrix<TElement> a, DenseMatrix<TElement> b)
        where TElement : unmanaged, INumberBase<TElement>
    {
        DenseMatrix<TElement> destination = Touched<TElement>(a.RowCount, b.ColumnCount, b.Layout);
        return () =>
        {
            a.Multiply(b, destination);
            return new Result(null);
        };
    }

    private static WorkDone WorkOf(TruncatedSvd<T> svd) => new()
    {
        Rank = svd.Rank,
        Method = svd.Method.ToString(),
        Reason = svd.Reason,
        Passes = svd.Passes,
        ProductColumns = svd.ProductColumns > 0 ? svd.ProductColumns : null,
        SinglePrecisionColumns = svd.SinglePrecisionColumns,
    };

    private static Truncation ReadTruncation(JsonElement arguments) =>
        arguments.TryGetProperty("rank", out JsonElement rank)
            ? Truncation.Rank(rank.GetInt32())
            : Truncation.RelativeError(arguments.GetProperty("relativeError").GetDouble());

    /// <summary>The public options by their own names, so that a new option needs no change here.</summary>
    private static TOptions? ReadOptions<TOptions>(JsonElement arguments)
        where TOptions : LowRankOptions =>
        arguments.TryGetProperty("options", out JsonElement options) ? options.Deserialize<TOptions>(_optionNames) : null;

    private static DenseMatrix<T> ScaledColumns(DenseMatrix<T> u, ReadOnlySpan<double> scales)
    {
        DenseMatrix<T> scaled = u.ToDense(MatrixLayout.ColumnMajor);
        for (int j = 0; j < scales.Length; j++)
        {
            Span<T> column = scaled.Memory.Span.Slice(j * scaled.RowCount, scaled.RowCount);
            TensorPrimitives.Multiply(column, T.CreateTruncating(scales[j]), column);
        }

        return scaled;
    }
}
