using System.Numerics;
using System.Numerics.Tensors;
using System.Reflection;
using LowRank.Kernels;

namespace LowRank.Tests;

/// <summary>What an entry point is called with, by the types of its parameters. All matrices are square and of one size, so that any two
/// fit together.</summary>
internal static class SampleArguments<T>
    where T : unmanaged, INumberBase<T>
{
    public const int Size = 20;
    private const int Rank = 5;

    // Singular values that lie apart, so that rounding decides nothing.
    private static readonly double[] Spectrum = [.. Enumerable.Range(0, Size).Select(j => 3 * Math.Pow(0.8, j))];

    /// <summary>A new matrix at each call, whose entries a test may spoil. It is positive definite where only that is taken.</summary>
    public static DenseMatrix<T> Matrix(EntryPoint entry, int seed)
    {
        bool isPositive = entry.Method.DeclaringType!.Name is "NystromApproximation" or "RegularizedSystem" or "NonNegativeRankOne";
        Complex[,] u = Oracle.Orthonormalize(Oracle.Gaussian<T>(Size, Size, seed));
        Complex[,] v = isPositive ? u : Oracle.Orthonormalize(Oracle.Gaussian<T>(Size, Size, seed + 1));
        Complex[,] a = Oracle.Multiply(u, Oracle.Diagonal(Spectrum), Oracle.Adjoint(v));
        return Oracle.ToMatrix<T>(
            entry.Method.DeclaringType.Name is "NonNegativeRankOne" ? Oracle.Build(Size, Size, (i, j) => a[i, j].Magnitude) : a);
    }

    /// <summary>All arguments of a call.</summary>
    public static object?[] For(EntryPoint entry, LowRankOptions? options = null, CancellationToken cancellationToken = default) =>
        [.. entry.Method.MakeGenericMethod(typeof(T)).GetParameters().Select(
            (parameter, index) => Of(entry, parameter, Matrix(entry, 7 * (index + 1)), options, cancellationToken))];

    /// <summary>The places of the arguments that are made of matrices which a test may spoil.</summary>
    public static IEnumerable<int> Inputs(EntryPoint entry) => entry.Method.MakeGenericMethod(typeof(T)).GetParameters()
        .Where(parameter => IsInput(parameter) && FromMatrix(parameter.ParameterType, Matrix(entry, 1)) is not null)
        .Select(parameter => parameter.Position);

    /// <summary>An input with one entry that is not finite; of what is read only in part, with nothing else.</summary>
    public static object? Spoilt(EntryPoint entry, int position, double value)
    {
        DenseMatrix<T> a = Matrix(entry, 3);
        Type type = entry.Method.MakeGenericMethod(typeof(T)).GetParameters()[position].ParameterType;
        a[0, 2] = Scalar<T>.FromDouble(value);
        if (type == typeof(IKernelSource<T>) || type == typeof(Func<int, int, T>))
        {
            a.Memory.Span.Fill(Scalar<T>.FromDouble(value));
        }

        return FromMatrix(type, a);
    }

    /// <summary>A matrix as an argument of a type; null where that type is made of something else.</summary>
    public static object? FromMatrix(Type type, DenseMatrix<T> a) =>
        type == typeof(DenseMatrix<T>) || type == typeof(ILinearOperator<T>) ? a
        : type == typeof(SparseMatrix<T>) ? SparseMatrix.FromDense(a)
        : type == typeof(IReadOnlyList<DenseMatrix<T>>) ? new[] { a.ToDense(), a }
        : type == typeof(Tensor<T>) ? Tensor.Create(Enumerable.Repeat(a.Memory.ToArray(), 2).SelectMany(x => x).ToArray(), [2, Size, Size])
        : type == typeof(IKernelSource<T>) ? KernelSource.FromMatrix(a)
        : type == typeof(Func<int, int, T>) ? (Func<int, int, T>)((i, j) => a[i, j])
        : type == typeof(T[]) ? a.Memory[..Size].ToArray()
        : null;

    // The norms of columns are given by those who know them.
    private static bool IsInput(ParameterInfo parameter) => parameter.Name is not ("destination" or "columnNorms");

    private static object? Of(
        EntryPoint entry, ParameterInfo parameter, DenseMatrix<T> a, LowRankOptions? options, CancellationToken cancellationToken)
    {
        Type type = parameter.ParameterType;
        return type == typeof(CancellationToken) ? cancellationToken
            : type == typeof(LowRankApproximation<T>) || type == typeof(TruncatedSvd<T>) ? TruncatedSvd.Compute(
                Identity(a), 2, cancellationToken: CancellationToken.None)
            : type == typeof(PseudoInverse<T>) ? PseudoInverse.Compute(Identity(a), cancellationToken: CancellationToken.None)
            : typeof(LowRankOptions).IsAssignableFrom(type) ? options
            : FromMatrix(type, a) is { } input && IsInput(parameter) ? input
            : parameter.HasDefaultValue ? parameter.DefaultValue
            : (type.Name, parameter.Name) switch
            {
                ("Truncation", _) => Truncation.Rank(Rank),
                ("Int32", "rank") => Rank,
                ("Int32", "sampleCount") => Size / 2,
                ("Int32", "rowCount" or "columnCount") => Size,
                ("Double", "epsilonOrRank") => (double)Rank,
                ("Double", "regularization") => 0.1,
                ("ReadOnlySpan`1", _) => new[] { 3, 7, 11 },
                ("DenseMatrix`1", "destination") => DenseMatrix.Create<T>(Size, Size),
                ("TruncatedSvd`1", _) => TruncatedSvd.Compute(a, Rank, cancellationToken: CancellationToken.None),
                ("ColumnRowProduct`1", _) => ColumnRow.Multiply(a, a, Size / 2, cancellationToken: CancellationToken.None),
                _ => throw new InvalidOperationException(
                    $"{entry} takes {type} {parameter.Name}, for which there is no recipe: add one here, and the tests run it."),
            };
    }

    /// <summary>A matrix of the same shape of which there are results.</summary>
    private static DenseMatrix<T> Identity(DenseMatrix<T> a)
    {
        DenseMatrix<T> identity = DenseMatrix.Create<T>(a.RowCount, a.ColumnCount);
        for (int i = 0; i < Math.Min(a.RowCount, a.ColumnCount); i++)
        {
            identity[i, i] = T.One;
        }

        return identity;
    }
}
