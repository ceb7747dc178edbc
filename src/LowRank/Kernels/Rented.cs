using System.Buffers;

namespace LowRank.Kernels;

/// <summary>A buffer from the shared pool, given back on disposal. Its content is undefined; debug builds fill it with 0xFF
/// (NaN).</summary>
internal readonly ref struct Rented<TElement>
    where TElement : unmanaged
{
    private readonly TElement[] _array;

    public Rented(long length)
    {
        Length = length <= Array.MaxLength ? (int)length : throw new ArgumentOutOfRangeException(
            nameof(length), length, $"A workspace of {length} numbers is needed; one block of memory holds at most {Array.MaxLength}.");
        _array = ArrayPool<TElement>.Shared.Rent(Math.Max(1, Length));
        Poison(_array);
    }

    public int Length { get; }

    public Span<TElement> Span => _array.AsSpan(0, Length);

    /// <summary>For <c>fixed</c>: never null, also for a length of 0, which LAPACK does not accept as null everywhere.</summary>
    public ref TElement GetPinnableReference() => ref _array[0];

    public void Dispose() => ArrayPool<TElement>.Shared.Return(_array);

    [System.Diagnostics.Conditional("DEBUG")]
    internal static void Poison(TElement[] array) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(array.AsSpan()).Fill(0xFF);
}
