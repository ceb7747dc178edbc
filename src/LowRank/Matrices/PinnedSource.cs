using System.Buffers;

namespace LowRank.Matrices;

/// <summary>Lets go of the handle of wrapped memory when the handle of the wrapper is disposed.</summary>
internal sealed class PinnedSource(MemoryHandle handle) : IPinnable
{
    private MemoryHandle _handle = handle;

    public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException("The memory is pinned through its owner.");

    public void Unpin() => _handle.Dispose();
}
