using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
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

    // Of a slice, Tensor<T>.GetPinnableReference and GetPinnedHandle give the start of the whole array (System.Numerics.Tensors 10.0.0);
    // its span knows where the slice starts.
    private ref T First => ref _source.AsTensorSpan().GetPinnableReference();

    public override Span<T> GetSpan() => MemoryMarshal.CreateSpan(ref First, _length);

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        // The handle of the source keeps the memory in place; the address is that of the element asked for.
        MemoryHandle handle = _source.GetPinnedHandle();
        return new MemoryHandle((T*)Unsafe.AsPointer(ref First) + elementIndex, pinnable: new PinnedSource(handle));
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
