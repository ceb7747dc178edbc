using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CommunityToolkit.HighPerformance;

namespace LowRank.Matrices;

/// <summary>A pitched <see cref="Memory2D{T}"/> seen as one run of memory from its first entry to its last.</summary>
internal sealed class Memory2DManager<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly Memory2D<T> _source;
    private readonly int _length;

    public Memory2DManager(Memory2D<T> source)
    {
        _source = source;
        Span2D<T> span = source.Span;
        Stride = source.Height < 2
            ? source.Width
            : (int)(Unsafe.ByteOffset(ref span.DangerousGetReferenceAt(0, 0), ref span.DangerousGetReferenceAt(1, 0)) / Unsafe.SizeOf<T>());
        _length = source.IsEmpty ? 0 : checked(((source.Height - 1) * Stride) + source.Width);
    }

    /// <summary>Elements from the start of one row to the next.</summary>
    public int Stride { get; }

    public override Span<T> GetSpan() => MemoryMarshal.CreateSpan(ref _source.Span.DangerousGetReference(), _length);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        // The handle of the source keeps the memory in place; the address is moved on to the element asked for.
        MemoryHandle handle = _source.Pin();
        return new MemoryHandle((T*)handle.Pointer + elementIndex, pinnable: new PinnedSource(handle));
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
