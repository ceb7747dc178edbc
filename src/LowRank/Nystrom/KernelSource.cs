using System.Numerics;
using LowRank.Kernels;
using LowRank.Nystrom;

namespace LowRank;

/// <summary>Makes positive semidefinite matrices that are known entry by entry.</summary>
public static class KernelSource
{
    /// <summary>Makes a kernel matrix from a function of two indices.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="size">The number of rows and columns n.</param>
    /// <param name="entry">
    /// The entry A[i, j] of a row i and a column j, 0 … n − 1. If it throws, the exception (of several the first) reaches whoever asked
    /// for the entry.
    /// </param>
    /// <param name="maxDegreeOfParallelism">
    /// The most threads that call <paramref name="entry"/> at once; null, the default, means
    /// <see cref="LowRankEnvironment.ThreadCount"/>. 1 for a function that is not safe to call from several.
    /// </param>
    /// <returns>The n × n source. Nothing is evaluated before it is asked for, and nothing is kept.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative, or the number of threads below 1.</exception>
    /// <exception cref="NotSupportedException">The element type is not one of the three.</exception>
    public static IKernelSource<T> Create<T>(int size, Func<int, int, T> entry, int? maxDegreeOfParallelism = null)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentNullException.ThrowIfNull(entry);
        Scalar<T>.EnsureSupported();
        if (maxDegreeOfParallelism is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(maxDegreeOfParallelism), maxDegreeOfParallelism, "At least one thread is needed.");
        }

        return new EntryKernel<T>(size, entry, maxDegreeOfParallelism);
    }

    /// <summary>A dense matrix seen as a kernel source, without a copy.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="a">A Hermitian positive semidefinite n × n matrix.</param>
    /// <returns>The n × n source.</returns>
    /// <exception cref="ArgumentException"><paramref name="a"/> is not square.</exception>
    public static IKernelSource<T> FromMatrix<T>(DenseMatrix<T> a)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        PsdGuard.IsSquare(a, nameof(a));
        return new DenseKernel<T>(a);
    }

    /// <summary>The products with a kernel matrix, for methods that need them; its entries are evaluated a block of columns at a time and
    /// not kept.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
    /// <param name="kernel">An n × n source.</param>
    /// <returns>An n × n operator, which is also the source.</returns>
    /// <remarks>Cost of one product: all n² entries are evaluated anew; n · 64 elements of memory.</remarks>
    public static ILinearOperator<T> ToOperator<T>(this IKernelSource<T> kernel)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return new KernelOperator<T>(kernel);
    }
}
