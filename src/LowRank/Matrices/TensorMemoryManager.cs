using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LowRank.Matrices;

/// <summary>The memory of a two-dimensional tensor, from its first entry to its last.</summary>
internal sealed class TensorMemoryManager<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly Tensor<T> _source;
    private readonly int _length;

    public TensorMemoryManager(Tensor<T> source)
    {
        _source = source;
        nint last = 0;
        for (int i = 0; i < source.Rank; i++)
        {
            last += (source.Lengths[i] - 1) * source.Strides[i];
        }

        _length = checked((int)(last + 1));
    }

    public override Span<T> GetSpan() => MemoryMarshal.CreateSpan(ref _source.GetPinnableReference(), _length);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        MemoryHandle pinned = _source.GetPinnedHandle();
        return new MemoryHandle((T*)pinned.Pointer + elementIndex, pinnable: new PinnedSource(pinned));
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
