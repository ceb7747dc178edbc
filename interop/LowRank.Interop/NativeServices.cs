using System.Runtime.InteropServices;
using System.Text;

namespace LowRank.Interop;

/// <summary>
/// What a library may offer beside BLAS and LAPACK: versions, thread counts, reproducibility mode. Each is looked up by name
/// and may be missing.
/// </summary>
internal sealed unsafe class NativeServices
{
    /// <summary>In the trimmed library only; tell it from all others.</summary>
    internal static readonly IReadOnlyList<string> HandshakeNames =
        ["lowrank_native_abi_version", "lowrank_native_mkl_version", "lowrank_native_build_description"];

    /// <summary>In the trimmed library and in <c>mkl_rt</c>.</summary>
    internal static readonly IReadOnlyList<string> MklNames =
    [
        "MKL_CBWR_Set", "MKL_Get_Max_Threads", "MKL_Get_Version_String", "MKL_Set_Num_Threads", "MKL_Set_Num_Threads_Local",
    ];

    /// <summary>In <c>mkl_rt</c> only.</summary>
    internal static readonly IReadOnlyList<string> MklRuntimeNames = ["MKL_Set_Interface_Layer", "MKL_Set_Threading_Layer"];

    /// <summary>
    /// In OpenBLAS only. Its <c>openblas_set_num_threads_local</c> is not among them: whatever its name says, it sets the
    /// count of the whole process too.
    /// </summary>
    internal static readonly IReadOnlyList<string> OpenBlasNames =
        ["openblas_get_config", "openblas_get_num_threads", "openblas_get_parallel", "openblas_set_num_threads"];

    /// <summary>The version of the handshake that this assembly was written for; see <c>native/handshake.c</c>.</summary>
    internal const int AbiVersion = 1;

    private readonly delegate* unmanaged<int> _abiVersion;
    private readonly delegate* unmanaged<byte*> _mklVersion;
    private readonly delegate* unmanaged<byte*> _buildDescription;
    private readonly delegate* unmanaged<int, int> _mklSetReproducibility;
    private readonly delegate* unmanaged<int> _mklGetMaxThreads;
    private readonly delegate* unmanaged<byte*, int, void> _mklGetVersionString;
    private readonly delegate* unmanaged<int, void> _mklSetNumThreads;
    private readonly delegate* unmanaged<int, int> _mklSetNumThreadsLocal;
    private readonly delegate* unmanaged<int, int> _mklSetInterfaceLayer;
    private readonly delegate* unmanaged<int, int> _mklSetThreadingLayer;
    private readonly delegate* unmanaged<byte*> _openBlasGetConfig;
    private readonly delegate* unmanaged<int> _openBlasGetNumThreads;
    private readonly delegate* unmanaged<int> _openBlasGetParallel;
    private readonly delegate* unmanaged<int, void> _openBlasSetNumThreads;

    internal NativeServices(nint library)
    {
        void* Find(string name) => NativeLibrary.TryGetExport(library, name, out nint address) ? (void*)address : null;

        _abiVersion = (delegate* unmanaged<int>)Find("lowrank_native_abi_version");
        _mklVersion = (delegate* unmanaged<byte*>)Find("lowrank_native_mkl_version");
        _buildDescription = (delegate* unmanaged<byte*>)Find("lowrank_native_build_description");
        _mklSetReproducibility = (delegate* unmanaged<int, int>)Find("MKL_CBWR_Set");
        _mklGetMaxThreads = (delegate* unmanaged<int>)Find("MKL_Get_Max_Threads");
        _mklGetVersionString = (delegate* unmanaged<byte*, int, void>)Find("MKL_Get_Version_String");
        _mklSetNumThreads = (delegate* unmanaged<int, void>)Find("MKL_Set_Num_Threads");
        _mklSetNumThreadsLocal = (delegate* unmanaged<int, int>)Find("MKL_Set_Num_Threads_Local");
        _mklSetInterfaceLayer = (delegate* unmanaged<int, int>)Find("MKL_Set_Interface_Layer");
        _mklSetThreadingLayer = (delegate* unmanaged<int, int>)Find("MKL_Set_Threading_Layer");
        _openBlasGetConfig = (delegate* unmanaged<byte*>)Find("openblas_get_config");
        _openBlasGetNumThreads = (delegate* unmanaged<int>)Find("openblas_get_num_threads");
        _openBlasGetParallel = (delegate* unmanaged<int>)Find("openblas_get_parallel");
        _openBlasSetNumThreads = (delegate* unmanaged<int, void>)Find("openblas_set_num_threads");
    }

    internal LibraryKind Kind =>
        _abiVersion != null ? LibraryKind.TrimmedMkl
        : _mklSetInterfaceLayer != null && _mklSetThreadingLayer != null ? LibraryKind.MklRuntime
        : _openBlasGetConfig != null ? LibraryKind.OpenBlas
        : LibraryKind.Other;

    internal bool CanLimitThreadsLocally => _mklSetNumThreadsLocal != null;

    internal bool CanSetReproducibility => _mklSetReproducibility != null;

    /// <summary>The ABI version of a library whose kind is <see cref="LibraryKind.TrimmedMkl"/>.</summary>
    internal int GetAbiVersion() => _abiVersion();

    internal int SetInterfaceLayer(int layer) => _mklSetInterfaceLayer(layer);

    internal int SetThreadingLayer(int layer) => _mklSetThreadingLayer(layer);

    /// <summary>0 on success.</summary>
    internal int SetReproducibility(int mode) => _mklSetReproducibility(mode);

    /// <summary>The build configuration, for example <c>OpenBLAS 0.3.21 NO_LAPACKE USE64BITINT …</c>.</summary>
    internal string OpenBlasConfiguration => _openBlasGetConfig == null ? "" : Text(_openBlasGetConfig());

    /// <summary>0: one thread; 1: its own threads; 2: OpenMP.</summary>
    internal int OpenBlasParallelism => _openBlasGetParallel == null ? -1 : _openBlasGetParallel();

    internal string? Version
    {
        get
        {
            if (_mklGetVersionString != null)
            {
                const int length = 198; // what Intel's manual advises
                byte* text = stackalloc byte[length + 1];
                new Span<byte>(text, length + 1).Clear();
                _mklGetVersionString(text, length);
                return Text(text);
            }

            return _mklVersion != null ? Text(_mklVersion())
                : _openBlasGetConfig != null ? string.Join(' ', OpenBlasConfiguration.Split(' ').Take(2))
                : null;
        }
    }

    internal string? BuildDescription =>
        _buildDescription != null ? Text(_buildDescription())
        : _openBlasGetConfig != null ? OpenBlasConfiguration
        : null;

    /// <summary>The threads that a call from this thread may use, or null where the library does not say.</summary>
    internal int? ThreadCount =>
        _mklGetMaxThreads != null ? _mklGetMaxThreads()
        : _openBlasGetNumThreads != null ? _openBlasGetNumThreads()
        : null;

    /// <summary>Sets the count for the whole process, if the library can.</summary>
    internal void SetThreadCount(int count)
    {
        if (_mklSetNumThreads != null)
        {
            _mklSetNumThreads(count);
        }
        else if (_openBlasSetNumThreads != null)
        {
            _openBlasSetNumThreads(count);
        }
    }

    /// <summary>Sets the count for the calling thread (0: the count of the process) and returns the one before.</summary>
    internal int SetLocalThreadCount(int count) => _mklSetNumThreadsLocal(count);

    private static string Text(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)).Trim();
}
