using System.Numerics;
using System.Runtime.InteropServices;

namespace LowRank;

/// <summary>
/// The rows of a matrix that may be spread over several processes: how many there are in all, which of them this process holds, and the
/// reductions over all parts. The ordinary space holds every row itself, and its reductions do nothing.
/// </summary>
/// <remarks>
/// Every part calls the same reductions in the same order. What a reduction leaves is the same, bit for bit, in every part.
/// </remarks>
public abstract class RowSpace
{
    /// <summary>The number of rows of all parts together.</summary>
    public abstract long Count { get; }

    /// <summary>The number, from 0, of the first row that this part holds.</summary>
    public abstract long First { get; }

    /// <summary>The number of rows that this part holds; it may be 0.</summary>
    public abstract int LocalCount { get; }

    /// <summary>The number of parts, at least 1.</summary>
    public abstract int PartCount { get; }

    /// <summary>The number, from 0, of this part. Parts are numbered in the order of their rows.</summary>
    public abstract int Part { get; }

    /// <summary>Whether all rows are here, so that no reduction has anything to do.</summary>
    public abstract bool IsLocal { get; }

    /// <summary>Replaces each number by its sum over all parts.</summary>
    /// <param name="values">As many numbers in each part.</param>
    public abstract void Sum(Span<double> values);

    /// <summary>Replaces each number by its sum over all parts.</summary>
    /// <param name="values">As many numbers in each part.</param>
    public abstract void Sum(Span<float> values);

    /// <summary>The largest number of all parts; NaN where one of them is.</summary>
    /// <param name="value">This part's number.</param>
    /// <returns>The same number in every part.</returns>
    public abstract double Maximum(double value);

    /// <summary>Replaces what stands in every part by what stands in the first one.</summary>
    /// <param name="bytes">As many bytes in each part.</param>
    public abstract void Broadcast(Span<byte> bytes);

    /// <summary>
    /// The first part's decision, for all parts: it stands wherever a branch depends on floating-point numbers, which unlike machines may
    /// round differently.
    /// </summary>
    /// <param name="decision">This part's decision.</param>
    /// <returns>The same decision in every part.</returns>
    public virtual bool Agree(bool decision)
    {
        Span<byte> agreed = [decision ? (byte)1 : (byte)0];
        Broadcast(agreed);
        return agreed[0] != 0;
    }

    /// <summary>The first part's number, for all parts.</summary>
    /// <param name="decision">This part's number, of a rank for one.</param>
    /// <returns>The same number in every part.</returns>
    public virtual int Agree(int decision)
    {
        Span<int> agreed = [decision];
        Broadcast(MemoryMarshal.AsBytes(agreed));
        return agreed[0];
    }

    /// <summary>The first part's choice, for all parts.</summary>
    internal int[] Agree(int[] choice)
    {
        if (IsLocal)
        {
            return choice;
        }

        int[] agreed = new int[Agree(choice.Length)];
        choice.AsSpan(0, Math.Min(choice.Length, agreed.Length)).CopyTo(agreed);
        Broadcast(MemoryMarshal.AsBytes(agreed.AsSpan()));
        return agreed;
    }

    /// <summary>Refuses an operator in parts where all rows must be here.</summary>
    internal static void RequireWhole<T>(ILinearOperator<T> a, string name)
        where T : unmanaged, INumberBase<T>
    {
        if (!Of(a).IsLocal)
        {
            throw new ArgumentException($"The rows of {name} are spread over several parts; this takes matrices that are whole.", name);
        }
    }

    /// <summary>min(m, n) for a matrix of so many columns, which always is the size of something in memory.</summary>
    internal int Smaller(int columns) => (int)Math.Min(Count, columns);

    internal long Larger(int columns) => Math.Max(Count, columns);

    /// <summary>The numbers of all parts, one part after the other.</summary>
    internal double[] Gather(ReadOnlySpan<double> own)
    {
        double[] all = new double[PartCount * own.Length];
        own.CopyTo(all.AsSpan(Part * own.Length));
        Sum(all);
        return all;
    }

    /// <summary>Adds up a small matrix over all parts.</summary>
    internal void Sum<T>(DenseMatrix<T> small)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; !IsLocal && j < small.Span.MajorCount; j += MajorsAtATime(small))
        {
            Span<T> numbers = Majors(small, j);
            if (typeof(T) == typeof(float))
            {
                Sum(MemoryMarshal.Cast<T, float>(numbers));
            }
            else
            {
                Sum(MemoryMarshal.Cast<T, double>(numbers));
            }
        }
    }

    /// <summary>
    /// Replaces a small matrix that every part has computed for itself by the first part's, so that unlike machines go on with the same
    /// digits.
    /// </summary>
    internal void Unify<T>(DenseMatrix<T> small)
        where T : unmanaged, INumberBase<T>
    {
        for (int j = 0; !IsLocal && j < small.Span.MajorCount; j += MajorsAtATime(small))
        {
            Broadcast(MemoryMarshal.AsBytes(Majors(small, j)));
        }
    }

    // Without padding the whole of a matrix goes at once.
    private static int MajorsAtATime<T>(DenseMatrix<T> small)
        where T : unmanaged, INumberBase<T> => small.Stride == small.Span.MinorCount ? Math.Max(1, small.Span.MajorCount) : 1;

    private static Span<T> Majors<T>(DenseMatrix<T> small, int first)
        where T : unmanaged, INumberBase<T> =>
        MajorsAtATime(small) == 1 ? small.Span.Major(first) : small.Span.Values[..(small.RowCount * small.ColumnCount)];

    /// <summary>The space of rows that are all here.</summary>
    /// <param name="count">Their number.</param>
    /// <returns>The space.</returns>
    public static RowSpace Local(int count) => new LocalRowSpace(count);

    /// <summary>The space of an operator's rows: its own where it is <see cref="IRowPartitioned"/>, else the local one.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="a">An operator.</param>
    /// <returns>The space.</returns>
    public static RowSpace Of<T>(ILinearOperator<T> a)
        where T : unmanaged, INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(a);
        return (a as IRowPartitioned)?.Rows ?? Local(a.RowCount);
    }

    private sealed class LocalRowSpace(int count) : RowSpace
    {
        public override long Count => count;

        public override long First => 0;

        public override int LocalCount => count;

        public override int PartCount => 1;

        public override int Part => 0;

        public override bool IsLocal => true;

        public override void Sum(Span<double> values)
        {
        }

        public override void Sum(Span<float> values)
        {
        }

        public override double Maximum(double value) => value;

        public override void Broadcast(Span<byte> bytes)
        {
        }

        public override bool Agree(bool decision) => decision;

        public override int Agree(int decision) => decision;
    }
}
