<?php

namespace App\Shop;

use App\Models\Customer;
use App\Models\{Invoice, Line as Row};
use function App\total;
use Closure as Fn_;

require_once 'rates.php';

const LIMIT = 10;

$config = [
    'server' => [
        'port' => 8080,
    ],
    'debug' => true,
];

interface Store
{
    public function save(Invoice $invoice): void;
}

enum State: string
{
    case Draft = 'draft';
    case Sent = 'sent';
}

#[Entity]
final class Cart extends Base implements Store
{
    use Countable;

    const SIZE = 3;
    private array $items = [], $names = [];

    public function __construct(private int $size = 0)
    {
        parent::__construct();
    }

    public static function of(int ...$items): static
    {
        $cart = new self();
        foreach ($items as $item) {
            $cart->add($item);
        }
        if ($cart->size > 1) {
            return $cart;
        } else {
            log('empty');
        }
        switch ($cart->size) {
            case 1:
                echo 'one';
                break;
            default:
                echo 'many';
        }
        return match ($cart->size) {
            1, 2 => $cart,
            default => null,
        };
    }

    public function testTotal(): void
    {
        $this->assertSame(1, total([1]));
    }
}

function helper(): int
{
    return 1;
}
