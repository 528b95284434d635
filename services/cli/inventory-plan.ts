interface Words {
  readonly fr: string;
  readonly en: string;
}

export interface PlannedDevice {
  readonly device: string;
  readonly name: string;
  readonly application: string;
  readonly profile: string;
  readonly model: string | null;
  readonly state: 'added' | 'changed' | 'unchanged' | 'left_out';
  readonly touched: readonly string[];
}

/** What the server says that an import would do. */
export interface InventoryPlan {
  readonly mark: string;
  readonly blocked: boolean;
  readonly tables: readonly { readonly table: string; readonly added: number; readonly changed: number; readonly unchanged: number }[];
  readonly problems: readonly {
    readonly table: string;
    readonly device: string | null;
    readonly column: string | null;
    readonly reason: string;
  }[];
  readonly decide: readonly { readonly about: string; readonly blocks: boolean; readonly found: Words; readonly action: Words }[];
  readonly profiles: readonly {
    readonly id: string;
    readonly name: string;
    readonly devices: number;
    readonly codecCharacters: number;
    readonly codec?: string;
  }[];
  readonly devices: readonly PlannedDevice[];
  readonly missing: readonly { readonly device: string; readonly model: string }[];
}
